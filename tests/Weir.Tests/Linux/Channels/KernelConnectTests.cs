// How connects end on real sockets, on each engine of the kernel.
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public abstract class KernelConnectTests
{
    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    [Fact]
    public void A_full_backlog_leaves_a_tcp_connect_pending_without_a_completion()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind(backlog: 1);
        for (int queued = 1; queued <= 2; queued++) // one more than the backlog, see listen(2)
        {
            RecordingOwner client = Connect(rig, socket.Local);
            rig.RunUntil(() => client.Connected == IoStatus.Ok);
            rig.RunUntilQueued(socket, queued);
        }

        RecordingOwner pending = Connect(rig, socket.Local);
        rig.RunAWhile();

        pending.Connected.ShouldBeNull();
        pending.Channel.Close();
        rig.RunAWhile();
        pending.CallCount.ShouldBe(0);
    }

    [Fact]
    public void A_unix_path_that_does_not_exist_is_refused()
    {
        using ReactorRig rig = NewRig();

        RecordingOwner client = Connect(rig, SocketEndpoint.FromUnixPath(KernelRig.NewUnixPath()));

        client.Connected.ShouldBeNull();
        rig.RunUntil(() => client.Connected == IoStatus.Refused);
    }

    [Fact]
    public void A_unix_listener_with_a_full_backlog_refuses()
    {
        using ReactorRig rig = NewRig();
        string path = KernelRig.NewUnixPath();
        try
        {
            using ListenSocket socket = rig.Bind(SocketEndpoint.FromUnixPath(path), backlog: 1);
            var clients = new List<RecordingOwner>();
            for (int i = 0; i < 4; i++)
            {
                clients.Add(Connect(rig, SocketEndpoint.FromUnixPath(path)));
            }

            rig.RunUntil(() => clients.TrueForAll(c => c.Connected is not null));

            clients[0].Connected.ShouldBe(IoStatus.Ok);
            clients[^1].Connected.ShouldBe(IoStatus.Refused);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_address_that_cannot_be_connected_to_completes_with_an_error()
    {
        using ReactorRig rig = NewRig();
        RecordingOwner none = Connect(rig, default);
        RecordingOwner tooLong = Connect(rig, SocketEndpoint.FromUnixPath(new string('x', 200)));

        rig.RunUntil(() => none.Connected == IoStatus.Error);
        rig.RunUntil(() => tooLong.Connected == IoStatus.Error);
    }

    [Fact]
    public void Operations_asked_for_while_connecting_go_out_once_connected()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        RecordingOwner client = Connect(rig, socket.Local);
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        client.Channel.ShutdownSend();
        var server = new RecordingOwner();
        rig.Reactor.Accept(
            socket,
            new RecordingAcceptor
            {
                OnAccept = channel =>
                {
                    server.Channel = channel;
                    channel.Owner = server;
                    server.KeepReceiving(rig.Reactor.Blocks);
                },
            },
            tag: null
        );

        rig.RunUntil(() => server.IsEnded);

        client.Connected.ShouldBe(IoStatus.Ok);
        server.Bytes.Count.ShouldBe(10);
        server.LastReceive.ShouldBe(IoStatus.EndOfStream);
    }

    private static RecordingOwner Connect(ReactorRig rig, SocketEndpoint address)
    {
        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(address, client);
        return client;
    }
}
