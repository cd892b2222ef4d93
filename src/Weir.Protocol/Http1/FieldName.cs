// The field names that framing, forwarding or routing depends on. Any other name is Other and passes through.
namespace Weir.Protocol.Http1;

public enum FieldName : byte
{
    Other,
    Host,
    Connection,
    KeepAlive,
    ProxyConnection,
    TransferEncoding,
    ContentLength,
    TE,
    Trailer,
    Upgrade,
    Expect,
    Via,
    Forwarded,
    XForwardedFor,
    XForwardedProto,
    XForwardedHost,

    /// <summary>Any further X-Forwarded-… name, also spelled with underscores, which many backends read alike.</summary>
    XForwardedOther,
    XRequestId,
    ProxyAuthenticate,
    WwwAuthenticate,
    ProxyStatus,
    Date,
    TraceParent,
    TraceState,
}
