// Puts into words what a check found, and into bytes what it asks.
using System.Globalization;
using System.Text.Unicode;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Io;

namespace Weir.Proxy.Health;

/// <summary>Texts of health checks; all off the hot path.</summary>
internal static class ProbeText
{
    /// <summary>Writes the request of an http check; returns its length, 0 if it does not fit.</summary>
    public static int WriteRequest(
        HealthCheckConfig config,
        EndpointAddress address,
        Span<byte> destination
    )
    {
        // A Unix socket has no authority of its own; localhost is what its servers expect.
        string host =
            config.Host ?? (address.Kind == EndpointKind.Unix ? "localhost" : address.Authority);
        return Utf8.TryWrite(
            destination,
            $"GET {config.Path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: weir-health\r\nAccept: */*\r\nConnection: close\r\n\r\n",
            out int written
        )
            ? written
            : 0;
    }

    public static string OfConnect(IoStatus status, long elapsedUs) =>
        status switch
        {
            IoStatus.Refused => "connection refused",
            IoStatus.TimedOut => $"connect timed out after {Duration(elapsedUs)}",
            IoStatus.Unreachable => "address unreachable",
            IoStatus.Reset => "connection reset while connecting",
            IoStatus.Truncated => "connection ended inside its handshake",
            IoStatus.NoResources => "no descriptor, memory or local port left for a check",
            _ => "connect failed",
        };

    public static string OfLoss(IoStatus status, long elapsedUs) =>
        status == IoStatus.EndOfStream
            ? $"closed without a complete answer after {Duration(elapsedUs)}"
            : $"connection reset after {Duration(elapsedUs)}";

    public static string OfStatus(int status, HealthCheckConfig config) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"status {status}, expected {string.Join(", ", config.Expect)}"
        );

    /// <summary><c>0.4 ms</c>, <c>3 ms</c>, <c>250 ms</c>, <c>5 s</c>, <c>1.5 s</c>.</summary>
    public static string Duration(long us) =>
        us switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{us / 1000.0:0.#} ms"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{us / 1000} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{us / 1_000_000.0:0.##} s"),
        };
}
