// The head of one request, whatever HTTP version brought it, as offsets into the bytes it came from. An exchange owns one and fills it
// again for each request; it means nothing without those bytes.
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

public sealed class RequestHead(int maxFields = FieldTable.DefaultCapacity)
{
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

    /// <summary>The authority in force: the target's own, else the Host value; empty if there is none.</summary>
    public int HostStart { get; internal set; }

    public int HostLength { get; internal set; }

    public FieldTable Fields { get; } = new(maxFields);

    public BodyKind Body { get; internal set; }

    /// <summary>The declared length in bytes, or -1 without Content-Length.</summary>
    public long ContentLength { get; internal set; }

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

    public ReadOnlySpan<byte> MethodToken(ReadOnlySpan<byte> source) =>
        source.Slice(MethodStart, MethodLength);

    public ReadOnlySpan<byte> Target(ReadOnlySpan<byte> source) =>
        source.Slice(TargetStart, TargetLength);

    public ReadOnlySpan<byte> Path(ReadOnlySpan<byte> source) =>
        source.Slice(PathStart, PathLength);

    public ReadOnlySpan<byte> Host(ReadOnlySpan<byte> source) =>
        source.Slice(HostStart, HostLength);

    /// <summary>The client's X-Request-Id (1 to 128 visible bytes without quotes and separators); empty without exactly one. Ask only for trusted peers.</summary>
    public ReadOnlySpan<byte> RequestId(ReadOnlySpan<byte> source) =>
        RequestIdStart < 0 ? [] : source.Slice(RequestIdStart, RequestIdLength);

    internal void Reset()
    {
        Method = HttpMethod.Other;
        MethodStart = MethodLength = 0;
        TargetStart = TargetLength = 0;
        PathStart = PathLength = 0;
        HostStart = HostLength = 0;
        Fields.Clear();
        Body = BodyKind.None;
        ContentLength = -1;
        ExpectsContinue = WantsUpgrade = false;
        RequestIdStart = -1;
        RequestIdLength = 0;
    }
}
