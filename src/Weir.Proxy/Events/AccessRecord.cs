// One finished http request as the access log tells it: plain values, formatted on the log's own thread.
// Built by the session that ends; whoever keeps it copies its texts too.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>What one line of the access log says. Names are null where the request never got so far.</summary>
public readonly record struct AccessRecord
{
    /// <summary>Number of the worker that served it: records of one worker come from one thread, in order.</summary>
    public int Worker { get; init; }

    /// <summary>Method, target and so on; none where the head could not be read. The session's own: valid during the call only.</summary>
    public required RequestTexts Texts { get; init; }

    /// <summary>Name of the listener.</summary>
    public required string Listener { get; init; }

    /// <summary>How the route is called in the log; null when none matched.</summary>
    public string? Route { get; init; }

    /// <summary>Name of the cluster; null when none was found.</summary>
    public string? Cluster { get; init; }

    /// <summary>Address of the backend of the last attempt, as configured; null when there was none.</summary>
    public string? Backend { get; init; }

    /// <summary>The peer of the client connection.</summary>
    public SocketEndpoint Client { get; init; }

    /// <summary>The status that the client got; 499 when it left before.</summary>
    public int Status { get; init; }

    /// <summary>The error code; null when all went well.</summary>
    public string? Error { get; init; }

    /// <summary>What was wrong, in words; null when all went well.</summary>
    public string? Detail { get; init; }

    /// <summary>Bytes of this request read from the client, head included.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of this response written to the client, head included.</summary>
    public long BytesOut { get; init; }

    /// <summary>Bytes of the response's content, without head and framing.</summary>
    public long ContentBytes { get; init; }

    /// <summary>Tries on backends, the successful one included.</summary>
    public int Attempts { get; init; }

    /// <summary>From the first byte of the request to the last of the response, in microseconds.</summary>
    public long DurationUs { get; init; }

    /// <summary>Waiting for a place on a backend, in microseconds; 0 when there was one at once.</summary>
    public long QueueUs { get; init; }

    /// <summary>Opening connections to backends, failed tries included, in microseconds; 0 when a pooled one was there.</summary>
    public long ConnectUs { get; init; }

    /// <summary>From sending the request to the backend that answered to the first byte of its answer, in microseconds; -1 when none came.</summary>
    public long FirstByteUs { get; init; }

    /// <summary>Minor version of HTTP/1: 0 or 1.</summary>
    public int HttpMinorVersion { get; init; }
}
