// Finds out who has a TCP port, from what the kernel shows in /proc (proc_net_tcp(5), proc_pid_fd(5)). Read when a bind has failed, never on
// the way of traffic.
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>The listening sockets that stand in the way of an address.</summary>
/// <param name="IsOwn">At least one is this process's, and none is surely somebody else's alone.</param>
/// <param name="Text">Who it is, in words; null when /proc shows nobody.</param>
public readonly record struct PortHolders(bool IsOwn, string? Text)
{
    private const string Listening = "0A";
    private const string SocketLink = "socket:[";
    private const int LocalColumn = 1;
    private const int StateColumn = 3;
    private const int InodeColumn = 9;

    /// <summary>Looks for sockets that a new one at <paramref name="wanted"/> would be in conflict with, and for their process.</summary>
    public static PortHolders Find(SocketEndpoint wanted)
    {
        Socket[] found = InTheWayOf(wanted, out Socket[] foreign);
        if (foreign.Length > 0)
        {
            string name = NameOf(foreign[0].Inode);
            return new PortHolders(
                AreOwn(found, foreign, wanted),
                $"{name} listens on {foreign[0].At}"
            );
        }

        return found.Length > 0
            ? new PortHolders(true, $"this process itself listens on {found[0].At}")
            : default;
    }

    /// <summary><see cref="IsOwn"/> alone: nobody is looked for among all processes of the machine.</summary>
    public static bool AreOwn(SocketEndpoint wanted)
    {
        Socket[] found = InTheWayOf(wanted, out Socket[] foreign);
        return AreOwn(found, foreign, wanted);
    }

    // One of every IPv6 address may or may not take IPv4 too; beside a socket of our own the kernel decides.
    private static bool AreOwn(Socket[] found, Socket[] foreign, SocketEndpoint wanted) =>
        found.Length > foreign.Length
        && !Array.Exists(foreign, socket => socket.At.Family == wanted.Family);

    private static Socket[] InTheWayOf(SocketEndpoint wanted, out Socket[] foreign)
    {
        HashSet<string> own = InodesOf("self");
        Socket[] found =
        [
            .. ListeningIn("/proc/self/net/tcp")
                .Concat(ListeningIn("/proc/self/net/tcp6"))
                .Where(socket => IsInTheWay(socket.At, wanted))
                .Distinct(),
        ];
        foreign = Array.FindAll(found, socket => !own.Contains(socket.Inode));
        return found;
    }

    private static bool IsInTheWay(in SocketEndpoint at, in SocketEndpoint wanted)
    {
        bool isAny = at.Bits == UInt128.Zero || wanted.Bits == UInt128.Zero;
        bool isSameFamily = at.Family == wanted.Family;
        bool isAnyIPv6 =
            (at.Family == SocketFamily.IPv6 && at.Bits == UInt128.Zero)
            || (wanted.Family == SocketFamily.IPv6 && wanted.Bits == UInt128.Zero);
        return at.Port == wanted.Port
            && (isSameFamily ? isAny || at.Bits == wanted.Bits : isAnyIPv6);
    }

    // Those that listen come first (the kernel's proc_net_tcp.rst); 100,000 in TIME_WAIT may follow.
    private static Socket[] ListeningIn(string table) =>
        ReadOr<Socket[]>(
            [],
            () =>
                [
                    .. File.ReadLines(table)
                        .Skip(1)
                        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        .TakeWhile(columns =>
                            columns.Length > InodeColumn
                            && string.Equals(
                                columns[StateColumn],
                                Listening,
                                StringComparison.Ordinal
                            )
                        )
                        .SelectMany(columns =>
                            EndpointOf(columns[LocalColumn]) is { } at
                                ? (Socket[])[new(at, columns[InodeColumn])]
                                : []
                        ),
                ]
        );

    /// <summary>An address as these tables write it: 32-bit words of the network's bytes, each as this machine reads it.</summary>
    internal static SocketEndpoint? EndpointOf(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (
            colon is not (8 or 32)
            || !int.TryParse(
                text.AsSpan(colon + 1),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture,
                out int port
            )
        )
        {
            return null;
        }

        byte[] bytes = Convert.FromHexString(text[..colon]);
        if (BitConverter.IsLittleEndian)
        {
            for (int word = 0; word < bytes.Length; word += sizeof(uint))
            {
                Span<byte> at = bytes.AsSpan(word, sizeof(uint));
                BinaryPrimitives.WriteUInt32BigEndian(
                    at,
                    BinaryPrimitives.ReadUInt32LittleEndian(at)
                );
            }
        }

        return SocketEndpoint.FromAddress(new IPAddress(bytes), port);
    }

    // Descriptors of other users' processes are for root to see.
    private static string NameOf(string inode)
    {
        foreach (string process in Entries("/proc"))
        {
            string pid = Path.GetFileName(process);
            if (char.IsAsciiDigit(pid[0]) && InodesOf(pid).Contains(inode))
            {
                string name = ReadOr(
                    "?",
                    () => File.ReadLines($"/proc/{pid}/comm").FirstOrDefault("?")
                );
                return $"{name} (process {pid})";
            }
        }

        return "another process, whose name is for root to see,";
    }

    private static HashSet<string> InodesOf(string pid)
    {
        HashSet<string> inodes = new(StringComparer.Ordinal);
        foreach (string descriptor in Entries($"/proc/{pid}/fd"))
        {
            if (
                LinkOf(descriptor) is { } target
                && target.StartsWith(SocketLink, StringComparison.Ordinal)
            )
            {
                inodes.Add(target[SocketLink.Length..^1]);
            }
        }

        return inodes;
    }

    private static string[] Entries(string folder) =>
        ReadOr<string[]>([], () => Directory.GetFileSystemEntries(folder));

    private static string? LinkOf(string file) =>
        ReadOr<string?>(null, () => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name);

    // Processes and descriptors come and go while they are looked at.
    private static T ReadOr<T>(T otherwise, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private readonly record struct Socket(SocketEndpoint At, string Inode);
}
