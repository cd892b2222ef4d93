// The one table of what a client gets for each error code (RFC 9209 names, RFC 9110 §15 status codes).

using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>How a failure looks to an http client.</summary>
/// <param name="Status">The status code; 499 is only logged.</param>
/// <param name="ProxyStatus">The error type in Proxy-Status; codes of our own map to RFC 9209's nearest.</param>
/// <param name="RetryAfterSeconds">Retry-After; 0 for none.</param>
/// <param name="Closes">Whether the client's connection ends with it.</param>
internal readonly record struct Failure(
    int Status,
    string ProxyStatus,
    int RetryAfterSeconds,
    bool Closes
)
{
    /// <summary>What a client that may try again soon is told to wait.</summary>
    private const int RetrySoonSeconds = 1;

    // Details that stand in more than one place.
    public const string NoBackend = "no usable backend";
    public const string QueueFull = "every backend and the queue are full";
    public const string NoRoom = "no room to rewrite the head";
    public const string QueueTimeout = "no backend connection became free in time";

    public static Failure Of(FailureCode code) =>
        code switch
        {
            FailureCode.DestinationUnavailable => new(
                503,
                "destination_unavailable",
                RetrySoonSeconds,
                false
            ),
            FailureCode.ConnectionRefused => new(502, "connection_refused", 0, false),
            FailureCode.ConnectionTerminated => new(502, "connection_terminated", 0, false),
            FailureCode.ConnectionTimeout => new(504, "connection_timeout", 0, false),
            FailureCode.HttpResponseTimeout => new(504, "http_response_timeout", 0, false),
            FailureCode.HttpResponseIncomplete => new(502, "http_response_incomplete", 0, false),
            FailureCode.HttpProtocolError => new(502, "http_protocol_error", 0, false),
            FailureCode.HttpRequestError => new(400, "http_request_error", 0, true),
            FailureCode.ClientHeaderTimeout => new(408, "http_request_error", 0, true),
            FailureCode.NoRoute => new(404, "destination_not_found", 0, false),
            FailureCode.ConnectionLimitReached => new(
                503,
                "connection_limit_reached",
                RetrySoonSeconds,
                false
            ),
            FailureCode.LoopDetected => new(508, "proxy_loop_detected", 0, false),
            FailureCode.ClientDisconnected => new(499, "", 0, true),
            FailureCode.InternalError => new(500, "proxy_internal_error", 0, true),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };

    /// <summary>What is told of a backend whose response cannot be read.</summary>
    public static string NotHttp(string? problem) =>
        problem is { Length: > 0 }
            ? $"the backend did not speak HTTP: {problem}"
            : "the backend did not speak HTTP: its body is malformed";

    /// <summary>The code for a backend that could not be connected to.</summary>
    public static FailureCode OfConnect(ConnectResult result) =>
        result == ConnectResult.Timeout
            ? FailureCode.ConnectionTimeout
            : FailureCode.ConnectionRefused;
}
