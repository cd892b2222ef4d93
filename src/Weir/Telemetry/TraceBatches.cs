// Traced requests from the queue to the collector, in batches. Owned by the exporter's thread; workers fill the queue.
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;
using Weir.Proxy.Primitives;

namespace Weir.Telemetry;

/// <summary>One batch at a time: while the collector is away the same one is tried again, ever less often, and the queue fills up.</summary>
internal sealed class TraceBatches(
    Mailbox<TracedRequest> queue,
    Resource resource,
    OtlpClient client,
    ExportTrouble trouble
)
{
    /// <summary>Requests in one export: a few hundred KiB.</summary>
    private const int MostRequests = 512;

    private const string Path = "/v1/traces";

    private readonly Backoff _backoff = new();
    private ExportTraceServiceRequest? _batch;
    private int _requests;

    public Mailbox<TracedRequest> Queue => queue;

    /// <summary>Sends what waits. Returns when to come again, on the clock of <paramref name="nowMs"/>, if nobody wakes the thread before.</summary>
    public long Send(long nowMs, CancellationToken cancel)
    {
        if (nowMs < _backoff.UntilMs)
        {
            return _backoff.UntilMs; // not roused meanwhile: the queue may fill, there is nothing to do about it
        }

        queue.BeginReceive();
        while (HasBatch())
        {
            ExportResult result = client.Send(Path, _batch!, cancel); // HasBatch says so
            if (result is { IsDone: false, MayRetry: true })
            {
                trouble.Note(result.Problem!); // it is not done
                return _backoff.Fail(Environment.TickCount64);
            }

            Finish(result);
        }

        return long.MaxValue;
    }

    /// <summary>Sends what waits, each batch once.</summary>
    public void SendRest(CancellationToken cancel)
    {
        while (HasBatch())
        {
            Finish(client.Send(Path, _batch!, cancel)); // HasBatch says so
        }
    }

    private void Finish(ExportResult result)
    {
        if (result.Problem is { } problem)
        {
            trouble.Note(problem);
            trouble.CountDropped(_requests);
        }

        _batch = null;
        _backoff.Succeed();
    }

    private bool HasBatch()
    {
        if (_batch is not null)
        {
            return true;
        }

        var spans = new ScopeSpans { Scope = ResourceBuilder.Scope };
        for (
            _requests = 0;
            _requests < MostRequests && queue.TryReceive(out TracedRequest request);
            _requests++
        )
        {
            SpanBuilder.Add(request, spans.Spans);
        }

        if (_requests > 0)
        {
            _batch = new ExportTraceServiceRequest();
            _batch.ResourceSpans.Add(
                new ResourceSpans { Resource = resource, ScopeSpans = { spans } }
            );
        }

        return _batch is not null;
    }
}
