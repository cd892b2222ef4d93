// Who has a port, by what /proc shows of this machine.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Linux;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class PortHoldersTests
{
    private const string Listen = """
        use IO::Socket::INET;
        my $listener = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1:0') or die $!;
        $| = 1;
        print $listener->sockport, "\n";
        <STDIN>;
        """;

    [Theory]
    [InlineData("0100007F:1F90", "127.0.0.1:8080")]
    [InlineData("00000000:0050", "0.0.0.0:80")]
    [InlineData("00000000000000000000000000000000:0050", "[::]:80")]
    [InlineData("00000000000000000000000001000000:1F90", "[::1]:8080")]
    [InlineData("0000000000000000FFFF00000100007F:1F90", "127.0.0.1:8080")]
    public void Addresses_are_read_as_the_kernel_writes_them(string text, string expected) =>
        PortHolders.EndpointOf(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("0100007F")]
    [InlineData("0100007F:xyz")]
    [InlineData("01:1F90")]
    public void Other_text_is_no_address(string text) =>
        PortHolders.EndpointOf(text).ShouldBeNull();

    [Fact]
    public void A_port_that_nobody_has_has_no_holder()
    {
        int port;
        using (Socket bound = ListenOn(IPAddress.Loopback))
        {
            port = PortOf(bound);
        }

        PortHolders.Find(At(IPAddress.Loopback, port)).ShouldBe(new PortHolders(false, null));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("127.0.0.1", "::", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("0.0.0.0", "127.0.0.3", true)]
    public void A_socket_of_this_process_is_in_the_way_of_addresses_that_overlap(
        string has,
        string wanted,
        bool expected
    )
    {
        using Socket socket = ListenOn(IPAddress.Parse(has));
        PortHolders holders = PortHolders.Find(At(IPAddress.Parse(wanted), PortOf(socket)));
        holders.IsOwn.ShouldBe(expected);
        holders.Text.ShouldBe(
            expected ? $"this process itself listens on {has}:{PortOf(socket)}" : null
        );
    }

    [Fact]
    public void Another_process_is_told_by_its_name_and_number()
    {
        var start = new ProcessStartInfo("perl", ["-e", Listen])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process other = Process.Start(start).ShouldNotBeNull();
        int port = int.Parse(other.StandardOutput.ReadLine()!, null); // it prints one line
        PortHolders holders = PortHolders.Find(At(IPAddress.Any, port));
        other.StandardInput.Close();
        other.WaitForExit();
        holders.ShouldBe(
            new PortHolders(false, $"perl (process {other.Id}) listens on 127.0.0.1:{port}")
        );
    }

    private static SocketEndpoint At(IPAddress address, int port) =>
        SocketEndpoint.FromAddress(address, port);

    private static Socket ListenOn(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port; // bound
}
