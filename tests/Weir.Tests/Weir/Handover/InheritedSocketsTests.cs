// Which listener gets which socket that was there before the process.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Handover;
using Weir.Linux;
using Weir.Linux.Native;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Handover;

public sealed class InheritedSocketsTests : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    public InheritedSocketsTests()
    {
        _socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        _socket.Listen();
    }

    private int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port; // bound above

    private SocketEndpoint Bound => SocketEndpoint.FromAddress(IPAddress.IPv6Any, Port);

    public void Dispose() => _socket.Dispose();

    [Fact]
    public void A_handed_over_socket_goes_to_its_address_whatever_the_listener_is_called_now()
    {
        using InheritedSockets inherited = Handed("web", "[::]:80");
        using SocketGroup? group = inherited.Claim("renamed", "[::]:80", Bound);
        group.ShouldNotBeNull().Local.ShouldBe(Bound);
        inherited.Unclaimed.ShouldBeEmpty();
    }

    [Fact]
    public void A_listener_on_any_free_port_keeps_the_one_it_had_under_its_name()
    {
        using InheritedSockets inherited = Handed("web", "[::]:0");
        SocketEndpoint any = Bound.WithPort(0);
        inherited.Claim("web", "[::1]:0", any).ShouldBeNull("its address is another now");
        inherited.Claim("other", "[::]:0", any).ShouldBeNull();
        using SocketGroup? group = inherited.Claim("web", "[::]:0", any);
        group.ShouldNotBeNull().Local.ShouldBe(Bound);
    }

    [Fact]
    public void A_socket_of_every_IPv6_address_serves_a_listener_on_every_IPv4_address()
    {
        using InheritedSockets inherited = Handed("web.socket", "unknown");
        SocketEndpoint wanted = SocketEndpoint.FromAddress(IPAddress.Any, Port);
        using SocketGroup? group = inherited.Claim("web", $"0.0.0.0:{Port}", wanted);
        group.ShouldNotBeNull();
    }

    [Fact]
    public void Listeners_and_web_servers_do_not_take_each_others_sockets()
    {
        using InheritedSockets listener = Handed("admin", "[::]:0");
        listener.ClaimForServer("admin", "[::]:0").ShouldBeNull();
        using InheritedSockets admin = Read(
            new HandoverMessage
            {
                ReadyPipe = "",
                Listeners = [],
                Servers = [new("admin", "[::]:0", [Inheritable(_socket)])],
            }
        );
        admin.Claim("admin", "[::]:0", Bound).ShouldBeNull();
        using Socket? socket = admin.ClaimForServer("admin", "[::]:0");
        socket.ShouldNotBeNull().LocalEndPoint.ShouldBe(_socket.LocalEndPoint);
    }

    [Fact]
    public void What_is_no_listening_socket_is_named()
    {
        using var plain = new Socket(SocketType.Stream, ProtocolType.Tcp);
        int fd = (int)plain.Handle; // not taken over, so it stays the socket's
        using InheritedSockets inherited = Read(
            new HandoverMessage { ReadyPipe = "", Listeners = [new("web", "a:1", [fd])] }
        );
        inherited.Problems.ShouldHaveSingleItem().ShouldContain($"descriptor {fd} (web)");
    }

    [Fact]
    public void Sockets_for_another_process_are_left_alone()
    {
        string other = (Environment.ProcessId + 1).ToString(CultureInfo.InvariantCulture);
        using var inherited = InheritedSockets.Take(
            name => name == "LISTEN_PID" ? other : "1000",
            Environment.ProcessId
        );
        inherited.Problems.ShouldBeEmpty();
    }

    // As it would come out of exec: whoever takes it over closes it, nobody else may.
    private static int Inheritable(Socket socket) =>
        KernelSocket.Duplicate((int)socket.Handle, isForChild: true);

    private InheritedSockets Handed(string name, string address) =>
        Read(
            new HandoverMessage
            {
                ReadyPipe = "",
                Listeners = [new(name, address, [Inheritable(_socket)])],
            }
        );

    private static InheritedSockets Read(HandoverMessage message) =>
        InheritedSockets.Take(
            name => name == HandoverMessage.Variable ? message.ToJson() : null,
            Environment.ProcessId
        );
}
