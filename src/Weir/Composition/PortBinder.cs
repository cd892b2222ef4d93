// Binds one address for a listener or a web server. Used by the thread that applies configs.
using Weir.Configuration;
using Weir.Linux;
using Weir.Proxy.Primitives;

namespace Weir.Composition;

/// <summary>
/// Sockets of this process on the same port are no obstacle. A process killed a moment ago may hold an address a little longer: the kernel
/// takes an io_uring apart after its end. Whoever starts it again at once need not know, so a start waits a second in all.
/// </summary>
internal sealed class PortBinder
{
    private const int PausesAtStart = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private int _pauses = PausesAtStart;

    /// <summary>
    /// Whether somebody in <paramref name="config"/> listens on this port of every IPv4 address, so that <c>[::]</c> beside it is for IPv6
    /// alone.
    /// </summary>
    public static bool HasEveryIPv4(WeirConfig config, int port) =>
        config
            .Listeners.Select(listener => listener.Address)
            .Append(config.Admin.Address)
            .Append(config.Scaling.Address)
            .Any(address => address is { Host: "0.0.0.0" } && address.Port == port);

    /// <summary>The start is over: from now on a busy port is told at once.</summary>
    public void EndStart() => _pauses = 0;

    /// <summary>Null, with the reason in <paramref name="problem"/>, when it cannot be bound.</summary>
    public SocketGroup? Bind(
        SocketEndpoint endpoint,
        int backlog,
        int count,
        bool isIPv6Alone,
        out string? problem
    )
    {
        var sockets = new KernelSockets { JoinsOwn = true, IsIPv6Alone = isIPv6Alone };
        for (; _pauses > 0 && sockets.IsTaken(endpoint); _pauses--)
        {
            Thread.Sleep(s_pause);
        }

        return SocketGroup.TryBind(endpoint, backlog, count, out problem, sockets);
    }
}
