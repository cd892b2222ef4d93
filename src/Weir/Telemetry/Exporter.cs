// The thread weir-telemetry: turns what workers hand over into spans, sums up metrics, and sends both to a collector. Lives as long as one
// telemetry section is in force.
using OpenTelemetry.Proto.Resource.V1;
using Weir.Configuration.Process;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Telemetry;

/// <summary>Takes traced requests from any worker without making it wait: what finds the queue full is dropped, counted and told.</summary>
internal sealed class Exporter : IDisposable
{
    /// <summary>What is still queued at the end is sent within this time, or lost.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    /// <summary>How long requests are gathered for one export.</summary>
    private const int PaceMs = 100;

    private readonly ExporterParts _parts;
    private readonly OtlpClient _client;
    private readonly ExportTrouble _trouble;
    private readonly TraceBatches _traces;
    private readonly MetricsExport? _metrics;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <param name="config">With an endpoint.</param>
    /// <param name="parts">Its surroundings.</param>
    public Exporter(TelemetryConfig config, ExporterParts parts)
    {
        _parts = parts;
        Tracing = config.Traces > 0 ? new TraceSampler(config.Traces) : null;
        Resource resource = ResourceBuilder.Build(config.ServiceName);
        _client = new OtlpClient(config);
        _trouble = new ExportTrouble(parts.Errors, parts.Drops);
        var queue = new Mailbox<TracedRequest>(parts.Capacity, () => _wake.Set());
        _traces = new TraceBatches(queue, resource, _client, _trouble);
        _metrics =
            config.MetricsMs > 0
                ? new MetricsExport(config.MetricsMs, resource, parts, _client, _trouble)
                : null;
        _thread = new Thread(Run) { Name = "weir-telemetry", IsBackground = true };
    }

    /// <summary>Which requests are traced; null when none is.</summary>
    public TraceSampler? Tracing { get; }

    public void Start() => _thread.Start();

    /// <summary>On the thread of the worker whose request has ended.</summary>
    public void Take(in AccessRecord record, RequestTrace trace)
    {
        if (!_traces.Queue.TryPost(TracedRequest.Of(in record, trace, _parts.Time.GetUtcNow())))
        {
            _trouble.CountDropped(1);
        }
    }

    /// <summary>Ends it soon, once what waits is sent or cannot be.</summary>
    public void Stop()
    {
        _stopping = true;
        _end.CancelAfter(LongestEnd);
        _wake.Set();
    }

    /// <summary>Ends it now, and waits for that.</summary>
    public void Dispose()
    {
        Stop();
        _thread.Join();
        _end.Dispose();
        // The event is left to the garbage collector: a worker may still hand a request over.
    }

    private void Run()
    {
        try
        {
            Work();
        }
        catch (Exception e)
        {
            // A defect here costs the telemetry, not the traffic.
            _parts.Errors.Error("telemetry", "the exporter ended: " + e);
        }

        _client.Dispose();
    }

    private void Work()
    {
        while (!_stopping)
        {
            long nowMs = Environment.TickCount64;
            long dueMs = long.Min(
                _traces.Send(nowMs, _end.Token),
                _metrics?.SendIfDue(nowMs, _end.Token) ?? long.MaxValue
            );
            dueMs = long.Min(dueMs, _trouble.Tell(nowMs));
            if (_wake.WaitOne(WaitMs(dueMs)) && !_stopping)
            {
                _wake.WaitOne(PaceMs); // the first of a batch has come; only the end comes in between
            }
        }

        _traces.SendRest(_end.Token);
        _metrics?.Send(_end.Token);
        _trouble.TellRest();
    }

    private static int WaitMs(long dueMs) =>
        dueMs == long.MaxValue
            ? Timeout.Infinite
            : (int)long.Clamp(dueMs - Environment.TickCount64, 0, int.MaxValue);
}
