// One finished http request as the access log tells it: plain values, formatted on the log's own thread.
// Built by the session that ends; copied, never shared.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>What one line of the access log says. Texts are null where the request never got so far.</summary>
public readonly record struct AccessRecord
{
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

    /// <summary>As sent; null when the head could not be read.</summary>
    public string? Method { get; init; }

    /// <summary>The request target as sent, query included; null when the head could not be read.</summary>
    public string? Path { get; init; }

    /// <summary>The status that the client got; 499 when it left before.</summary>
    public int Status { get; init; }

    /// <summary>The error code; null when all went well.</summary>
    public string? Error { get; init; }

    /// <summary>Bytes of this request read from the client, head included.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of this response written to the client, head included.</summary>
    public long BytesOut { get; init; }

    /// <summary>Tries on backends, the successful one included.</summary>
    public int Attempts { get; init; }

    /// <summary>From the first byte of the request to the last of the response, in microseconds.</summary>
    public long DurationUs { get; init; }

    /// <summary>The X-Request-Id in force; null when the head could not be read.</summary>
    public string? RequestId { get; init; }

    /// <summary>Minor version of HTTP/1: 0 or 1.</summary>
    public int HttpMinorVersion { get; init; }

    /// <summary>For the combined format; null when absent.</summary>
    public string? Referer { get; init; }

    /// <summary>For the combined format; null when absent.</summary>
    public string? UserAgent { get; init; }
}
