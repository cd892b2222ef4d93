// The texts of the error codes.
using System.Text;

namespace Weir.Proxy.Facts;

/// <summary>Names of <see cref="FailureCode"/> as logs and metrics show them.</summary>
public static class FailureCodes
{
    public const int Count = (int)FailureCode.InternalError + 1;

    private static readonly string[] Texts =
    [
        "",
        "destination_unavailable",
        "connection_refused",
        "connection_terminated",
        "connection_timeout",
        "http_response_timeout",
        "http_response_incomplete",
        "http_protocol_error",
        "http_request_error",
        "client_header_timeout",
        "no_route",
        "connection_limit_reached",
        "loop_detected",
        "client_disconnected",
        "internal_error",
    ];

    private static readonly byte[][] AsciiTexts = [.. Texts.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The code's name in ASCII.</summary>
    public static ReadOnlySpan<byte> Bytes(FailureCode code) => AsciiTexts[(int)code];

    /// <summary>The code's name; empty for <see cref="FailureCode.None"/>.</summary>
    public static string Text(FailureCode code) => Texts[(int)code];

    /// <summary>The code's name; null for <see cref="FailureCode.None"/>.</summary>
    public static string? TextOrNull(FailureCode code) =>
        code == FailureCode.None ? null : Texts[(int)code];
}
