// Events come back with their tokens, whole and each once.
using Shouldly;
using Weir.Linux.Native;
using Xunit;

namespace Weir.Tests.Linux.Native;

public sealed class EpollInstanceTests
{
    [Fact]
    public void Each_event_carries_all_64_bits_of_its_token()
    {
        using var epoll = new EpollInstance(capacity: 8);
        using var first = new WakeSignal();
        using var second = new WakeSignal();
        epoll.Add(first.Fd, 0x1122_3344_5566_7788).ShouldBe(0);
        epoll.Add(second.Fd, ulong.MaxValue).ShouldBe(0);
        first.Raise();
        second.Raise();

        Dictionary<ulong, uint> seen = Take(epoll);

        seen.Keys.Order().ShouldBe(new ulong[] { 0x1122_3344_5566_7788, ulong.MaxValue });
        seen.Values.ShouldAllBe(events => (events & Kernel.EPOLLIN) != 0);
    }

    [Fact]
    public void A_signal_is_an_edge_each_time_though_nobody_reads_it()
    {
        using var epoll = new EpollInstance(capacity: 8);
        using var signal = new WakeSignal();
        epoll.Add(signal.Fd, 1).ShouldBe(0);
        Take(epoll); // writable from the start

        for (int i = 0; i < 3; i++)
        {
            signal.Raise();
            Take(epoll).Count.ShouldBe(1);
            Take(epoll).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_descriptor_that_is_not_open_cannot_be_watched()
    {
        using var epoll = new EpollInstance(capacity: 8);

        epoll.Add(fd: -1, token: 1).ShouldBeLessThan(0);
    }

    private static Dictionary<ulong, uint> Take(EpollInstance epoll)
    {
        var seen = new Dictionary<ulong, uint>();
        int count = epoll.Wait(timeoutMs: 0);
        for (int i = 0; i < count; i++)
        {
            uint events = epoll.EventAt(i, out ulong token);
            seen.Add(token, events);
        }

        return seen;
    }
}
