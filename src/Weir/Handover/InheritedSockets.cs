// Listening sockets that were open when this process started: from systemd (sd_listen_fds(3)) or from the process that this one
// replaces. Taken from the environment once, at start; what no listener claims is closed.
using System.Globalization;
using System.Net.Sockets;
using Weir.Linux;
using Weir.Proxy.Primitives;

namespace Weir.Handover;

/// <summary>Gives each socket to the listener that it was bound for.</summary>
internal sealed class InheritedSockets : IDisposable
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const int FirstSystemdDescriptor = 3;

    private readonly List<Entry> _entries = [];

    /// <summary>None: nothing was handed over.</summary>
    public InheritedSockets() { }

    /// <summary>What is wrong with what was handed over.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What nobody has claimed, in words.</summary>
    public IEnumerable<string> Unclaimed => _entries.Select(e => $"{e.Sockets.Local} ({e.Name})");

    /// <summary>Takes over what <paramref name="read"/> (of an environment variable) tells about.</summary>
    public static InheritedSockets Take(Func<string, string?> read, int processId)
    {
        var result = new InheritedSockets();
        if (
            int.TryParse(read("LISTEN_PID"), CultureInfo.InvariantCulture, out int pid)
            && pid == processId
        )
        {
            result.AddSystemd(read("LISTEN_FDS"), read("LISTEN_FDNAMES"));
        }

        if (
            read(HandoverMessage.Variable) is { } text
            && HandoverMessage.FromJson(text) is { } message
        )
        {
            foreach (HandedListener listener in message.Listeners)
            {
                result.Add(listener, isServer: false);
            }

            foreach (HandedListener server in message.Servers)
            {
                result.Add(server, isServer: true);
            }
        }

        return result;
    }

    /// <summary>
    /// The sockets for a listener: those bound to its very address; else those that were handed over for it by name; else, since
    /// that is how systemd binds a bare port, IPv6 sockets of every address for a listener on 0.0.0.0. Null: it has to bind.
    /// </summary>
    public SocketGroup? Claim(string listener, string address, SocketEndpoint endpoint)
    {
        IEnumerable<Entry> ours = _entries.Where(e => e.IsServer != true);
        return Join(ours.Where(e => e.Sockets.Local == endpoint))
            ?? Join(ours.Where(e => e.IsFor(listener, address)))
            ?? Join(ours.Where(e => IsEveryAddress(e.Sockets.Local, endpoint)));
    }

    /// <summary>The sockets bound to this very address; null when there are none.</summary>
    public SocketGroup? ClaimExact(SocketEndpoint endpoint) =>
        Join(_entries.Where(e => e.IsServer != true && e.Sockets.Local == endpoint));

    /// <summary>The sockets of one address that <paramref name="isWanted"/> takes; null when there is none any more.</summary>
    public SocketGroup? ClaimWhere(Predicate<SocketEndpoint> isWanted) =>
        _entries.Find(e => e.IsServer != true && isWanted(e.Sockets.Local)) is { } found
            ? ClaimExact(found.Sockets.Local)
            : null;

    /// <summary>The socket for a web server of this name, after all listeners had their claims; null: it has to bind.</summary>
    public Socket? ClaimForServer(string name, string address)
    {
        IEnumerable<Entry> ours = _entries.Where(e => e.IsServer != false);
        using SocketGroup? group =
            Join(ours.Where(e => string.Equals($"{e.Sockets.Local}", address, Ordinal)))
            ?? Join(ours.Where(e => e.IsFor(name, address)));
        return group is null ? null : new Socket(group.CopyForRuntime());
    }

    /// <summary>Closes what nobody has claimed.</summary>
    public void Dispose()
    {
        _entries.ForEach(static entry => entry.Sockets.Dispose());
        _entries.Clear();
    }

    private static bool IsEveryAddress(in SocketEndpoint socket, in SocketEndpoint wanted) =>
        socket is { Family: SocketFamily.IPv6 }
        && wanted is { Family: SocketFamily.IPv4 }
        && socket.Bits == UInt128.Zero
        && wanted.Bits == UInt128.Zero
        && socket.Port == wanted.Port;

    private void AddSystemd(string? count, string? names)
    {
        if (!int.TryParse(count, CultureInfo.InvariantCulture, out int sockets))
        {
            Problems.Add($"LISTEN_FDS is no number: {count}");
            return;
        }

        string[] named = names?.Split(':') ?? [];
        for (int i = 0; i < sockets; i++)
        {
            Add(FirstSystemdDescriptor + i, i < named.Length ? named[i] : "unknown", null, null);
        }
    }

    private void Add(HandedListener listener, bool isServer)
    {
        foreach (int fd in listener.Descriptors)
        {
            Add(fd, listener.Name, listener.Address, isServer);
        }
    }

    private void Add(int fd, string name, string? address, bool? isServer)
    {
        if (SocketGroup.TryAdopt(fd) is { } adopted)
        {
            _entries.Add(new Entry(name, address, isServer, adopted));
        }
        else
        {
            Problems.Add(
                $"descriptor {fd} ({name}) is no listening stream socket: a socket unit needs ListenStream= and Accept=no"
            );
        }
    }

    private SocketGroup? Join(IEnumerable<Entry> found)
    {
        Entry[] taken = [.. found];
        _entries.RemoveAll(taken.Contains);
        return taken.Length == 0 ? null : SocketGroup.Join(taken.Select(e => e.Sockets));
    }

    // Address and IsServer are null for sockets of systemd, which says a name only.
    private sealed record Entry(string Name, string? Address, bool? IsServer, SocketGroup Sockets)
    {
        public bool IsFor(string name, string address) =>
            string.Equals(Name, name, Ordinal)
            && string.Equals(Address ?? address, address, Ordinal);
    }
}
