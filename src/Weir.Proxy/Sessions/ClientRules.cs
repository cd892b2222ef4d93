// What a listener asks of its clients' liveliness.
namespace Weir.Proxy.Sessions;

/// <summary>The listener's limits that <see cref="HttpDeadline"/> judges by.</summary>
/// <param name="IdleUs">Microseconds without a byte; 0: never too many.</param>
/// <param name="MinDataRate">Bytes a second while the client is waited for; 0: any.</param>
internal readonly record struct ClientRules(long IdleUs, int MinDataRate);
