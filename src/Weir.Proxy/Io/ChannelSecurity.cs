// What is known of the protection of a connection's bytes on their way.
namespace Weir.Proxy.Io;

/// <summary>Of a connection whose handshake is over.</summary>
/// <param name="Protocol">Such as <c>TLSv1.3</c>.</param>
/// <param name="Cipher">The suite's name (IANA, TLS Cipher Suites).</param>
/// <param name="ServerName">The host that the client asked for (SNI, RFC 6066 §3); null where it named none.</param>
/// <param name="ApplicationProtocol">What was agreed on (ALPN, RFC 7301), such as <c>http/1.1</c>; null where nothing was.</param>
public sealed record ChannelSecurity(
    string Protocol,
    string Cipher,
    string? ServerName,
    string? ApplicationProtocol
);
