// Takes what a simulated load balancer tells, and looks that its story is whole. Owned by ProxyWorld.
using System.Text;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>Every connection opened is closed once; every access record is possible.</summary>
internal sealed class ProxyEvents : EventSink
{
    private readonly HashSet<long> _open = [];

    public override bool DebugEnabled => true;

    public override bool AccessLogEnabled => true;

    public override TraceSampler? Tracing => Sampler;

    /// <summary>Which requests are traced.</summary>
    public TraceSampler? Sampler { get; set; }

    /// <summary>The traced requests, in the order of their ends.</summary>
    public List<(AccessRecord Record, RequestTrace Trace)> Traces { get; } = [];

    public List<AccessRecord> Accesses { get; } = [];

    /// <summary>The request id of each access; a record's texts are the session's own.</summary>
    public List<string> RequestIds { get; } = [];

    /// <summary>What the flight recorder would get.</summary>
    public List<FailureRecord> Failures { get; } = [];

    /// <summary>Reasons of closed connections, in order.</summary>
    public List<string> Reasons { get; } = [];

    /// <summary>Reasons of retries, in order.</summary>
    public List<string> Retries { get; } = [];

    /// <summary>Exceptions that cost a session, with their stacks.</summary>
    public List<string> Defects { get; } = [];

    /// <summary>A test plants some; otherwise each is a failure.</summary>
    public bool ExpectsDefects { get; set; }

    /// <summary>Called where sessions tell what happens, with the name of the event: a test plants its defects here.</summary>
    public Action<string> Plant { get; set; } = static _ => { };

    /// <summary>Clusters on which work moved on after a failure.</summary>
    public HashSet<string> RetriedClusters { get; } = [];

    public void CheckBalanced()
    {
        if (_open.Count > 0)
        {
            throw new SimFailureException(
                $"{_open.Count} connections were opened and never closed"
            );
        }
    }

    /// <summary>Backends that lost too many warm connections, in order.</summary>
    public List<string> WarmPauses { get; } = [];

    public override void BackendWarmPaused(
        string cluster,
        string backend,
        int losses,
        bool speaksFirst
    ) => WarmPauses.Add($"{backend} {losses}{(speaksFirst ? " speaks first" : "")}");

    public override void ConnectionOpened(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend
    )
    {
        if (!_open.Add(connectionId))
        {
            throw new SimFailureException($"connection {connectionId} was opened twice");
        }

        Plant("opened");
    }

    public override void ConnectionClosed(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend,
        long bytesIn,
        long bytesOut,
        long durationUs,
        string reason
    )
    {
        Reasons.Add(reason);
        if (!_open.Remove(connectionId))
        {
            throw new SimFailureException($"connection {connectionId} was closed twice");
        }

        Plant("closed");
    }

    public override void BackendHealthy(string cluster, string backend, string reason) { }

    public override void BackendUnhealthy(
        string cluster,
        string backend,
        string reason,
        int failures
    ) { }

    public override void BackendDrained(string cluster, string backend) { }

    public override void Retry(
        string cluster,
        string from,
        string? to,
        string reason,
        long connectionId
    )
    {
        Plant("retry");
        Retries.Add(reason);
        RetriedClusters.Add(cluster);
    }

    public override void Access(in AccessRecord record)
    {
        if (record.BytesIn < 0 || record.BytesOut < 0 || record.DurationUs < 0)
        {
            throw new SimFailureException($"an impossible access record: {record}");
        }

        Plant("access");
        Accesses.Add(record);
        RequestIds.Add(Encoding.ASCII.GetString(record.Texts.Get(RequestText.RequestId)));
    }

    public override void Traced(in AccessRecord record, RequestTrace trace)
    {
        if (trace.Attempts.Any(attempt => attempt.EndUs < attempt.StartUs))
        {
            throw new SimFailureException($"a try of {record} ended before it began, or never");
        }

        Traces.Add((record, trace));
    }

    public override void Failed(FailureRecord record)
    {
        Plant("failed");
        Failures.Add(record);
    }

    public override void Error(string source, string message)
    {
        if (source != "internal_error")
        {
            return;
        }

        Defects.Add(message);
        if (!ExpectsDefects)
        {
            throw new SimFailureException(message);
        }
    }
}
