// The texts of a request that outlive its head.

namespace Weir.Proxy.Events;

/// <summary>Index into <see cref="RequestTexts"/>.</summary>
public enum RequestText
{
    Method,

    /// <summary>The request target as sent, query included.</summary>
    Path,
    Referer,
    UserAgent,

    /// <summary>The authority in force: of an absolute-form target, else the Host value.</summary>
    Host,

    /// <summary>The X-Request-Id in force.</summary>
    RequestId,
}
