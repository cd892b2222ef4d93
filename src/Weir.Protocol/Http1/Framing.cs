// What BodyFraming found: how the body ends, or why the head is refused.
namespace Weir.Protocol.Http1;

/// <param name="Kind">Meaningless when <paramref name="Error"/> is set.</param>
/// <param name="ContentLength">The length as declared, or -1 when none is.</param>
/// <param name="Error">None if the head may pass.</param>
/// <param name="Detail">A static text when <paramref name="Error"/> is set.</param>
public readonly record struct Framing(
    BodyKind Kind,
    long ContentLength,
    RequestError Error,
    string? Detail
)
{
    public static Framing Of(BodyKind kind, long contentLength = -1) =>
        new(kind, contentLength, RequestError.None, null);

    internal static Framing Refused(string detail, RequestError error = RequestError.Malformed) =>
        new(BodyKind.None, -1, error, detail);
}
