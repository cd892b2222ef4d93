// The kernel's table of TCP sockets tells whose a socket of this machine is; see proc(5), /proc/net/tcp.
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Weir.Admin.Security;

/// <summary>Reads <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>.</summary>
internal static class SocketTable
{
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int UidColumn = 7;

    /// <summary>The uid of the socket at <paramref name="local"/> that is connected to <paramref name="remote"/>; null where it cannot be told.</summary>
    public static uint? OwnerOf(IPEndPoint local, IPEndPoint remote)
    {
        // A socket of IPv6 that speaks IPv4 stands in the table of IPv6, with mapped addresses.
        bool isV6 = local.AddressFamily == AddressFamily.InterNetworkV6;
        uint? owner = isV6 ? null : Find("/proc/net/tcp", local, remote);
        return owner ?? Find("/proc/net/tcp6", Mapped(local), Mapped(remote));
    }

    /// <summary>The uid in a line of the table if the line is of that connection.</summary>
    internal static uint? UidIn(string line, string local, string remote)
    {
        string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            columns.Length > UidColumn
            && string.Equals(columns[LocalColumn], local, StringComparison.Ordinal)
            && string.Equals(columns[RemoteColumn], remote, StringComparison.Ordinal)
            && uint.TryParse(
                columns[UidColumn],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out uint uid
            )
            ? uid
            : null;
    }

    /// <summary>An address as the table writes it: words of 32 bits in the machine's order, and the port, in hexadecimal.</summary>
    internal static string Hex(IPEndPoint endpoint)
    {
        byte[] bytes = endpoint.Address.GetAddressBytes();
        IEnumerable<string> words = Enumerable
            .Range(0, bytes.Length / sizeof(uint))
            .Select(i =>
                BitConverter
                    .ToUInt32(bytes, i * sizeof(uint))
                    .ToString("X8", CultureInfo.InvariantCulture)
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Concat(words)}:{endpoint.Port:X4}"
        );
    }

    private static uint? Find(string table, IPEndPoint local, IPEndPoint remote)
    {
        try
        {
            (string from, string to) = (Hex(local), Hex(remote));
            return File.ReadLines(table)
                .Select(line => UidIn(line, from, to))
                .FirstOrDefault(uid => uid is not null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IPEndPoint Mapped(IPEndPoint endpoint) =>
        new(endpoint.Address.MapToIPv6(), endpoint.Port);
}
