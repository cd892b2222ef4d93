// One parsed request head as offsets into the bytes it came from. A worker owns one as scratch and fills it again
// for each request; nothing in it outlives those bytes.
namespace Weir.Protocol.Http1;

public sealed class RequestHead(int maxFields = HeaderFields.DefaultCapacity)
{
    /// <summary>Bytes of the head: empty lines before it, request line, fields and the final empty line.</summary>
    public int HeadLength { get; internal set; }

    public HttpMethod Method { get; internal set; }

    public int MethodStart { get; internal set; }

    public int MethodLength { get; internal set; }

    /// <summary>The request target as sent.</summary>
    public int TargetStart { get; internal set; }

    public int TargetLength { get; internal set; }

    /// <summary>
    /// Path and query as sent. For the absolute form it is what follows the authority: it may be empty or begin with
    /// "?", and then stands for "/" or "/?…". It is "*" for the asterisk form.
    /// </summary>
    public int PathStart { get; internal set; }

    public int PathLength { get; internal set; }

    /// <summary>The authority in force: an absolute-form target's own, else the Host value; empty if there is none.</summary>
    public int HostStart { get; internal set; }

    public int HostLength { get; internal set; }

    public bool IsAbsoluteForm { get; internal set; }

    /// <summary>0 for HTTP/1.0; 1 for HTTP/1.1 and any later minor version (RFC 9110 §2.5).</summary>
    public int MinorVersion { get; internal set; }

    public HeaderFields Fields { get; } = new(maxFields);

    public BodyKind Body { get; internal set; }

    /// <summary>The declared length in bytes, or -1 without Content-Length.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>Whether the client expects the connection to go on after this exchange (RFC 9112 §9.3).</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>The client waits for 100 (Continue) before it sends the body; never in HTTP/1.0 (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue { get; internal set; }

    /// <summary>
    /// HTTP/1.1 with Upgrade and Connection: upgrade (RFC 9110 §7.8). An upgrade to h2c is not offered on: RFC 9113
    /// has withdrawn it, and it would carry requests past this proxy.
    /// </summary>
    public bool WantsUpgrade { get; internal set; }

    /// <summary>The client's X-Request-Id if there is exactly one and it is sane, else -1. Whether to trust it is the caller's matter.</summary>
    public int RequestIdStart { get; internal set; }

    public int RequestIdLength { get; internal set; }

    public RequestError Error { get; internal set; }

    /// <summary>A short static text for log and response body; empty unless the head was refused.</summary>
    public string ErrorDetail { get; internal set; } = "";

    internal ConnectionOptions Options { get; set; }

    public ReadOnlySpan<byte> MethodToken(ReadOnlySpan<byte> source) =>
        source.Slice(MethodStart, MethodLength);

    public ReadOnlySpan<byte> Target(ReadOnlySpan<byte> source) =>
        source.Slice(TargetStart, TargetLength);

    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> source) =>
        source.Slice(PathStart, PathLength);

    public ReadOnlySpan<byte> Host(ReadOnlySpan<byte> source) =>
        source.Slice(HostStart, HostLength);

    internal void Reset()
    {
        HeadLength = 0;
        Method = HttpMethod.Other;
        MethodStart = MethodLength = 0;
        TargetStart = TargetLength = 0;
        PathStart = PathLength = 0;
        HostStart = HostLength = 0;
        IsAbsoluteForm = false;
        MinorVersion = 0;
        Fields.Clear();
        Body = BodyKind.None;
        ContentLength = -1;
        KeepAlive = ExpectsContinue = WantsUpgrade = false;
        RequestIdStart = -1;
        RequestIdLength = 0;
        Error = RequestError.None;
        ErrorDetail = "";
        Options = ConnectionOptions.None;
    }

    internal ParseStatus Refuse(RequestError error, string detail)
    {
        Error = error;
        ErrorDetail = detail;
        KeepAlive = false;
        return ParseStatus.Invalid;
    }
}
