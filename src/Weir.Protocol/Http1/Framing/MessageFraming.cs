// What BodyFraming found: how the body ends, or why the head is refused.

using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Framing;

/// <param name="Kind">Meaningless when <paramref name="Error"/> is set.</param>
/// <param name="ContentLength">The length as declared, or -1 when none is.</param>
/// <param name="Error">None if the head may pass.</param>
/// <param name="Detail">A static text when <paramref name="Error"/> is set.</param>
public readonly record struct MessageFraming(
    BodyKind Kind,
    long ContentLength,
    RequestError Error,
    string? Detail
)
{
    public static MessageFraming Of(BodyKind kind, long contentLength = -1) =>
        new(kind, contentLength, RequestError.None, null);

    internal static MessageFraming Refused(
        string detail,
        RequestError error = RequestError.Malformed
    ) => new(BodyKind.None, -1, error, detail);
}
