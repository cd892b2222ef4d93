// Who asked for a change, as far as the request and the kernel tell.
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Weir.Admin.Security;

/// <summary>Names an operator in one short text: <c>127.0.0.1:40112 - uid=1000</c>.</summary>
internal static class Operator
{
    private const int MaxUserChars = 64;
    private static readonly object s_userKey = new();

    /// <summary>Takes note of the user name that came with a token that is right.</summary>
    public static void SetUser(HttpContext context, string user) => context.Items[s_userKey] = user;

    /// <summary>Address, user of the token or <c>-</c>, and over a connection of this machine the uid.</summary>
    public static string Describe(HttpContext context)
    {
        ConnectionInfo connection = context.Connection;
        string user = OneLine.Of(context.Items[s_userKey] as string ?? "", MaxUserChars);
        string who = $"{AddressOf(connection)} {(user.Length > 0 ? user.Replace(' ', '_') : "-")}";
        return UidOf(connection) is { } uid
            ? string.Create(CultureInfo.InvariantCulture, $"{who} uid={uid}")
            : who;
    }

    private static string AddressOf(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } address
            ? new IPEndPoint(Plain(address), connection.RemotePort).ToString()
            : "-";

    // The kernel knows the other end's socket only if it is on this machine.
    private static uint? UidOf(ConnectionInfo connection) =>
        connection is { RemoteIpAddress: { } remote, LocalIpAddress: { } local }
        && (IPAddress.IsLoopback(Plain(remote)) || remote.Equals(local))
            ? SocketTable.OwnerOf(
                new IPEndPoint(Plain(remote), connection.RemotePort),
                new IPEndPoint(Plain(local), connection.LocalPort)
            )
            : null;

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
