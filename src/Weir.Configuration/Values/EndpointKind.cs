// What an address points at; told apart once, when the configuration is read.

namespace Weir.Configuration.Values;

/// <summary>What the host part of an address is.</summary>
public enum EndpointKind
{
    /// <summary>An IPv4 or IPv6 literal.</summary>
    Ip,

    /// <summary>A name that is resolved while running.</summary>
    HostName,

    /// <summary>The path of a Unix stream socket.</summary>
    Unix,
}
