// Binding: shared ports, refusals and their texts.
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Linux;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class KernelSocketsTests
{
    private readonly KernelSockets _sockets = new();

    [Fact]
    public void Sockets_of_one_call_share_the_port_that_the_first_one_got()
    {
        _sockets
            .TryListen(KernelRig.Loopback, 16, 3, out ListenSocket[] bound, out string? error)
            .ShouldBeTrue(error);

        bound.Length.ShouldBe(3);
        bound[0].Local.Port.ShouldNotBe((ushort)0);
        bound.ShouldAllBe(socket => socket.Local == bound[0].Local);
        Array.ForEach(bound, socket => socket.Dispose());
    }

    [Fact]
    public void A_port_on_which_others_listen_is_refused_though_they_would_share_it()
    {
        using var other = new Socket(
            AddressFamily.InterNetwork,
            SocketType.Stream,
            ProtocolType.Tcp
        );
        const int SolSocket = 1;
        const int ReusePort = 15;
        other.SetRawSocketOption(SolSocket, ReusePort, BitConverter.GetBytes(1));
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        int port = ((IPEndPoint)other.LocalEndPoint!).Port; // bound just above

        _sockets
            .TryListen(
                KernelRig.Loopback.WithPort(port),
                16,
                2,
                out ListenSocket[] bound,
                out string? error
            )
            .ShouldBeFalse();

        bound.ShouldBeEmpty();
        error.ShouldBe(
            $"cannot listen on 127.0.0.1:{port}: address already in use: this process itself listens on 127.0.0.1:{port}"
        );
    }

    [Fact]
    public void A_port_is_free_again_after_disposing()
    {
        _sockets
            .TryListen(KernelRig.Loopback, 16, 2, out ListenSocket[] first, out _)
            .ShouldBeTrue();
        SocketEndpoint local = first[0].Local;
        _sockets.IsTaken(local).ShouldBeTrue();
        new KernelSockets { JoinsOwn = true }
            .IsTaken(local)
            .ShouldBeFalse("it is our own");
        Array.ForEach(first, socket => socket.Dispose());

        _sockets.IsTaken(local).ShouldBeFalse();
        _sockets
            .TryListen(local, 16, 2, out ListenSocket[] second, out string? error)
            .ShouldBeTrue(error);

        second[0].Local.ShouldBe(local);
        Array.ForEach(second, socket => socket.Dispose());
    }

    [Fact]
    public void An_address_of_another_machine_is_named_as_such()
    {
        SocketEndpoint foreign = SocketEndpoint.FromAddress(IPAddress.Parse("203.0.113.7"), 9000);

        _sockets.IsTaken(foreign).ShouldBeFalse("another error is not worth waiting for");
        _sockets.TryListen(foreign, 16, 1, out _, out string? error).ShouldBeFalse();

        error.ShouldBe(
            "cannot listen on 203.0.113.7:9000: no interface of this machine has that address"
        );
    }

    [Fact]
    public void The_unspecified_IPv6_address_takes_IPv4_clients_and_names_them_by_IPv4()
    {
        using ReactorRig rig = KernelRig.NewEpoll();
        using ListenSocket socket = rig.Bind(SocketEndpoint.FromAddress(IPAddress.IPv6Any, 0));
        var acceptor = new RecordingAcceptor();
        rig.Reactor.Accept(socket, acceptor, tag: null);
        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(
            KernelRig.Loopback.WithPort(socket.Local.Port),
            client
        );

        rig.RunUntil(() => acceptor.Accepted.Count == 1 && client.Connected is not null);

        acceptor.Accepted[0].Remote.ShouldBe(client.Channel.Local);
        acceptor.Accepted[0].Remote.Family.ShouldBe(SocketFamily.IPv4);
    }

    [Fact]
    public void A_unix_path_takes_one_socket_only()
    {
        SocketEndpoint path = SocketEndpoint.FromUnixPath(KernelRig.NewUnixPath());

        _sockets.TryListen(path, 16, 2, out _, out string? error).ShouldBeFalse();

        error.ShouldNotBeNull().ShouldContain("several reactors");
    }
}
