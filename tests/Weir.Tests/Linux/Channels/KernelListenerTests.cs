// Accepting on real sockets, on each engine of the kernel: many at once, stopping, and running out of descriptors.
using Shouldly;
using Weir.Linux;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public abstract class KernelListenerTests
{
    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    [Fact]
    public void A_stopping_listener_drains_a_queue_longer_than_one_visit()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind(backlog: 512);
        List<RecordingOwner> clients = ConnectMany(rig, socket, 200);
        var acceptor = new RecordingAcceptor { OnAccept = channel => channel.Close() };
        Listener listener = rig.Reactor.Accept(socket, acceptor, tag: null);

        listener.Stop();
        listener.Stop(); // once more changes nothing
        rig.RunUntil(() => acceptor.IsStopped);

        acceptor.Accepted.Count.ShouldBe(clients.Count);
    }

    [Fact]
    public void A_process_without_descriptors_sheds_one_pauses_and_recovers()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        List<RecordingOwner> clients = ConnectMany(rig, socket, 2);
        clients.ForEach(client => client.KeepReceiving(rig.Reactor.Blocks));
        var acceptor = new RecordingAcceptor();
        rig.Reactor.Accept(socket, acceptor, tag: null);
        ulong soft = ResourceLimits.OpenFiles;
        int last = KernelSocket.OpenNull(); // the lowest free number: below it none is free
        int turns = 0;
        try
        {
            ResourceLimits.TrySetOpenFiles((ulong)last + 1).ShouldBeTrue();
            rig.RunUntil(() => clients.Exists(client => client.IsEnded));
            long startUs = rig.Reactor.NowUs;
            for (; turns < 1000 && rig.Reactor.NowUs - startUs < 50_000; turns++)
            {
                rig.Reactor.RunOnce(20);
            }
        }
        finally
        {
            ResourceLimits.TrySetOpenFiles(soft).ShouldBeTrue();
            KernelSocket.Close(last);
        }

        turns.ShouldBeLessThan(10, "it spun");
        acceptor.Failures.ShouldBe([IoStatus.NoResources]);
        acceptor.Accepted.ShouldBeEmpty();
        RecordingOwner shed = clients.Find(client => client.IsEnded).ShouldNotBeNull();
        shed.LastReceive.ShouldBe(IoStatus.Reset);
        rig.RunUntil(() => acceptor.Accepted.Count == 1);
    }

    [Fact]
    public void The_last_descriptors_are_not_for_clients()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        RecordingOwner client = ConnectMany(rig, socket, 1)[0];
        client.KeepReceiving(rig.Reactor.Blocks);
        var acceptor = new RecordingAcceptor();
        ulong soft = ResourceLimits.OpenFiles;
        int free = KernelSocket.OpenNull();
        KernelSocket.Close(free);
        try
        {
            ResourceLimits.TrySetOpenFiles((ulong)free + ReserveDescriptor.Headroom).ShouldBeTrue();
            rig.Reactor.Accept(socket, acceptor, tag: null);
            rig.RunUntil(() => client.IsEnded);
        }
        finally
        {
            ResourceLimits.TrySetOpenFiles(soft).ShouldBeTrue();
        }

        client.LastReceive.ShouldBe(IoStatus.Reset);
        acceptor.Accepted.ShouldBeEmpty();
        acceptor.Failures.ShouldBe([IoStatus.NoResources]);
    }

    private static List<RecordingOwner> ConnectMany(ReactorRig rig, ListenSocket socket, int count)
    {
        var clients = new List<RecordingOwner>();
        for (int i = 0; i < count; i++)
        {
            var client = new RecordingOwner();
            client.Channel = rig.Reactor.Connect(socket.Local, client);
            clients.Add(client);
        }

        rig.RunUntil(() => clients.TrueForAll(client => client.Connected == IoStatus.Ok));
        rig.RunUntilQueued(socket, count);
        return clients;
    }
}
