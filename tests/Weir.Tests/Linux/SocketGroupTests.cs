// How sockets are shared out among reactors when there are as many of them, more, or fewer.
using Shouldly;
using Weir.Linux;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class SocketGroupTests
{
    [Theory]
    [InlineData(2, 2, new[] { 1, 1 })]
    [InlineData(3, 2, new[] { 2, 1 })]
    [InlineData(1, 3, new[] { 1, 1, 1 })]
    public void Every_socket_has_a_reactor_and_every_reactor_a_socket(
        int sockets,
        int reactors,
        int[] each
    )
    {
        using SocketGroup group = Bind(sockets);
        ListenSocket[][] shares = Share(group, reactors);
        shares.Select(share => share.Length).ShouldBe(each);
        shares.SelectMany(share => share).ShouldAllBe(copy => copy.Local == group.Local);
        Close(shares);
    }

    [Fact]
    public void A_stopped_listeners_reactor_hears_no_more_of_a_socket_that_others_keep()
    {
        using ReactorRig rig = KernelRig.NewEpoll();
        using SocketGroup group = Bind(1);
        ListenSocket[][] shares = Share(group, 2);
        var stopped = new RecordingAcceptor();
        var going = new RecordingAcceptor();
        rig.Reactor.Accept(shares[0][0], stopped, tag: null).Stop();
        rig.Reactor.Accept(shares[1][0], going, tag: null);
        rig.RunUntil(() => stopped.IsStopped);

        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(group.Local, client);
        rig.RunUntil(() => going.Accepted.Count == 1);
        stopped.Accepted.ShouldBeEmpty();
    }

    [Fact]
    public void The_port_is_free_once_the_group_and_all_copies_are_closed()
    {
        SocketGroup group = Bind(2);
        ListenSocket[][] shares = Share(group, 2);
        group.Dispose();
        SocketGroup.TryBind(group.Local, 16, 1, out _).ShouldBeNull("the copies listen still");
        Close(shares);
        using SocketGroup? again = SocketGroup.TryBind(group.Local, 16, 1, out string? error);
        again.ShouldNotBeNull(error);
    }

    [Fact]
    public void Only_a_listening_stream_socket_can_be_adopted()
    {
        int plain = KernelSocket.Open(SocketFamily.IPv4);
        SocketGroup.TryAdopt(plain).ShouldBeNull();
        KernelSocket.Close(plain);
        SocketGroup.TryAdopt(int.MaxValue).ShouldBeNull("nothing is open there");
    }

    [Fact]
    public void A_child_inherits_copies_and_nothing_else()
    {
        using SocketGroup group = Bind(1);
        using var copies = new ChildDescriptors();
        int fd = group.CopyForChild(copies).ShouldHaveSingleItem();
        IsClosedOnExec(fd).ShouldBeFalse();
        int childs = KernelSocket.Duplicate(fd, isForChild: true); // fork(2) gives it one to close
        using SocketGroup? adopted = SocketGroup.TryAdopt(childs);
        adopted.ShouldNotBeNull().Local.ShouldBe(group.Local);
        IsClosedOnExec(childs)
            .ShouldBeTrue("the adopter's children are to inherit nothing by accident");
    }

    [Fact]
    public void Connections_without_bytes_are_kept_back_on_every_socket_for_as_long_as_that_is_wanted()
    {
        using SocketGroup group = Bind(2);
        using var copies = new ChildDescriptors();
        int[] descriptors = group.CopyForChild(copies);
        descriptors.ShouldAllBe(fd => DeferSeconds(fd) == 0);
        group.SetDeferAccept(true);
        descriptors.ShouldAllBe(fd => DeferSeconds(fd) > 0);
        group.SetDeferAccept(false);
        descriptors.ShouldAllBe(fd => DeferSeconds(fd) == 0);
    }

    private static int DeferSeconds(int fd)
    {
        KernelSocket
            .TryGetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_DEFER_ACCEPT, out int seconds)
            .ShouldBeTrue();
        return seconds;
    }

    // proc_pid_fdinfo(5): octal flags of open(2), with O_CLOEXEC where it is set.
    private static bool IsClosedOnExec(int fd)
    {
        string flags = File.ReadLines($"/proc/self/fdinfo/{fd}")
            .Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return (Convert.ToInt32(flags[6..].Trim(), 8) & Kernel.O_CLOEXEC) != 0;
    }

    private static SocketGroup Bind(int count) =>
        SocketGroup
            .TryBind(KernelRig.Loopback, 16, count, out string? error)
            .ShouldNotBeNull(error);

    private static ListenSocket[][] Share(SocketGroup group, int reactors) =>
        group.TryShare(reactors, out string? error).ShouldNotBeNull(error);

    private static void Close(ListenSocket[][] shares)
    {
        foreach (ListenSocket copy in shares.SelectMany(share => share))
        {
            copy.Dispose();
        }
    }
}
