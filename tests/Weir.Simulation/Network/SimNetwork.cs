// The simulated world's clock, dice and wires. Everything that happens is an event of its queue; one seed gives one history.
using System.Net;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>Connects sockets and runs events in virtual time. Owned by one test.</summary>
public sealed class SimNetwork
{
    /// <summary>When a sender gives up on a silent peer: tcp_retries2 at its default, 924.6 s (tcp(7)).</summary>
    public const long RetransmitGiveUpUs = 924_600_000;

    /// <summary>When a connect is given up: tcp_syn_retries at its default, 127 s (tcp(7)).</summary>
    public const long ConnectGiveUpUs = 127_000_000;

    private const int FirstEphemeralPort = 32_768;
    private readonly EventQueue _events = new();
    private readonly Dictionary<SocketEndpoint, FaultProfile> _profiles = [];
    private int _sockets;

    public SimNetwork(ulong seed, FaultProfile profile)
    {
        Rng = new Rng(seed);
        Profile = profile;
        Listeners = new SimListenTable(this);
    }

    public SimClock Clock { get; } = new();

    public Rng Rng { get; }

    public SimTrace Trace { get; } = new();

    public SimListenTable Listeners { get; }

    /// <summary>How connections behave whose target has no profile of its own.</summary>
    public FaultProfile Profile { get; set; }

    /// <summary>Events that have run; a run that passes <see cref="MaxEvents"/> goes in circles.</summary>
    public long EventCount { get; private set; }

    public long MaxEvents { get; set; } = 5_000_000;

    /// <summary>Events still to come that are not background.</summary>
    public int PendingCount => _events.ForegroundCount;

    /// <summary>Lets connections to one address behave in their own way.</summary>
    public void SetProfile(in SocketEndpoint target, FaultProfile profile) =>
        _profiles[target] = profile;

    public FaultProfile ProfileOf(in SocketEndpoint target) =>
        _profiles.GetValueOrDefault(target, Profile);

    public SimEvent After(long delayUs, Action action, bool isBackground = false) =>
        _events.Add(Clock.NowUs + delayUs, action, isBackground);

    public SimEvent At(long us, Action action) => _events.Add(us, action, isBackground: false);

    /// <summary>Writes a line to the trace.</summary>
    public void Note(string what, int id, long first = 0, long second = 0) =>
        Trace.Add(Clock.NowUs, what, id, first, second);

    /// <summary>How long a client may keep the last ACK of a handshake back: TCP_DELACK_MAX of Linux.</summary>
    public const long DelayedAckUs = 200_000;

    /// <summary>Starts to connect; the user hears of the end by <see cref="ISimSocketUser.OnConnectDone"/>, never before this returns.</summary>
    public SimSocket Connect(
        in SocketEndpoint target,
        ISimSocketUser user,
        IPAddress? from = null,
        ConnectFate? fate = null,
        bool delaysAck = false
    )
    {
        FaultProfile profile = ProfileOf(target);
        SocketEndpoint local =
            target.Family == SocketFamily.Unix
                ? SocketEndpoint.FromUnixPath("")
                : SocketEndpoint.FromAddress(
                    from
                        ?? (
                            target.Family == SocketFamily.IPv6
                                ? IPAddress.IPv6Loopback
                                : IPAddress.Loopback
                        ),
                    FirstEphemeralPort + (_sockets % (ushort.MaxValue - FirstEphemeralPort))
                );
        SimSocket socket = NewSocket(profile, local, target);
        socket.User = user;
        Note("connect", socket.Id);
        new SimHandshake(this, profile, socket, delaysAck).Start(fate ?? profile.DrawFate(Rng));
        return socket;
    }

    /// <summary>Runs the next event if it is due by <paramref name="untilUs"/>; moves the clock to it.</summary>
    public bool Step(long untilUs = long.MaxValue)
    {
        if (_events.Peek() is not { } next || next.AtUs > untilUs)
        {
            return false;
        }

        if (++EventCount > MaxEvents)
        {
            throw new InvalidOperationException($"no end after {MaxEvents} events");
        }

        _events.Take(next);
        Clock.MoveTo(next.AtUs);
        next.Action();
        return true;
    }

    /// <summary>Runs events until the condition holds, the time has come (then the clock stands there), or nothing but background is left.</summary>
    public bool RunUntil(Func<bool> condition, long untilUs = long.MaxValue)
    {
        while (!condition())
        {
            bool isForever = untilUs == long.MaxValue;
            if ((isForever && PendingCount == 0) || !Step(untilUs))
            {
                if (!isForever)
                {
                    Clock.MoveTo(untilUs);
                }

                return condition();
            }
        }

        return true;
    }

    internal SimSocket NewSocket(
        FaultProfile profile,
        in SocketEndpoint local,
        in SocketEndpoint remote
    ) => new(this, profile, ++_sockets) { Local = local, Remote = remote };
}
