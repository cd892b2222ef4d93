// How long which side of an exchange may be silent.
namespace Weir.Proxy.Exchanges;

/// <summary>The limits that <see cref="ExchangeDeadline"/> judges by. Each side's counts only while it is that side that is waited for.</summary>
/// <param name="ClientUs">Microseconds without a byte, the listener's; 0: never too many.</param>
/// <param name="BackendUs">Microseconds without a byte, the cluster's; 0: never too many.</param>
/// <param name="MinDataRate">Bytes a second while the client is waited for; 0: any.</param>
internal readonly record struct IdleRules(long ClientUs, long BackendUs, int MinDataRate)
{
    /// <summary>From look to look: the wait may have gone over to the other side in between. 0 when there is no limit at all.</summary>
    public long LookUs =>
        ClientUs == 0 ? BackendUs
        : BackendUs == 0 ? ClientUs
        : long.Min(ClientUs, BackendUs);
}
