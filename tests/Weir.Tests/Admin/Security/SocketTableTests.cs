// Whose a socket is, by the kernel's table; see proc(5).
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Admin.Security;
using Xunit;

namespace Weir.Tests.Admin.Security;

public sealed class SocketTableTests
{
    private const string Line =
        "   1: 0100007F:9C40 0100007F:2329 01 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000 20 4 30 10 -1";

    [Theory]
    [InlineData("127.0.0.1", 9001, "0100007F:2329")]
    [InlineData("::1", 40000, "00000000000000000000000001000000:9C40")]
    public void Addresses_are_written_as_the_kernel_writes_them(
        string address,
        int port,
        string hex
    ) => SocketTable.Hex(new IPEndPoint(IPAddress.Parse(address), port)).ShouldBe(hex);

    [Fact]
    public void A_line_of_the_same_connection_gives_its_uid()
    {
        SocketTable.UidIn(Line, "0100007F:9C40", "0100007F:2329").ShouldBe(1000u);
        SocketTable.UidIn(Line, "0100007F:2329", "0100007F:9C40").ShouldBeNull();
        SocketTable.UidIn("  sl  local_address rem_address", "a", "b").ShouldBeNull();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void The_owner_of_a_connection_of_this_machine_is_told(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var server = (IPEndPoint)listener.LocalEndpoint;
        using var client = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(server);
        var local = (IPEndPoint)client.LocalEndPoint!; // connected
        SocketTable.OwnerOf(local, server).ShouldNotBeNull();
        SocketTable.OwnerOf(local, new IPEndPoint(server.Address, 1)).ShouldBeNull();
    }

    [Fact]
    public void A_socket_of_ipv6_that_speaks_ipv4_is_found_too()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = (IPEndPoint)listener.LocalEndpoint;
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(server);
        int port = ((IPEndPoint)client.LocalEndPoint!).Port; // connected
        SocketTable.OwnerOf(new IPEndPoint(IPAddress.Loopback, port), server).ShouldNotBeNull();
    }
}
