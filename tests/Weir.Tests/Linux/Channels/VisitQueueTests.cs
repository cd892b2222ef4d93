// Visits come in their order, and the time that they wait is measured along the way.
using Shouldly;
using Weir.Linux.Channels;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public sealed class VisitQueueTests
{
    private readonly LoopLag _lag = new() { LimitUs = 10 };
    private readonly VisitQueue _queue;

    public VisitQueueTests() => _queue = new VisitQueue(4, _lag);

    [Fact]
    public void The_age_of_a_mark_is_the_time_in_the_kernel_and_in_the_queue()
    {
        _queue.IsLookDue(nowUs: 1_000).ShouldBeTrue();
        _queue.BeginLook(nowUs: 1_000);
        _queue.IsLookDue(1_000 + VisitQueue.LookIntervalUs).ShouldBeFalse(); // one at a time

        for (ulong token = 0; token < 4; token++)
        {
            _queue.Enqueue(token);
        }

        _queue.OnMark(); // the kernel took its time, and two visits a turn are made
        _queue.Enqueue(4);
        Visit(nowUs: 1_500).ShouldBe(0UL);
        Visit(nowUs: 1_500).ShouldBe(1UL);
        _queue.OnMark(); // somebody else's wake-up is no mark of its own
        Visit(nowUs: 1_600).ShouldBe(2UL);
        Visit(nowUs: 1_600).ShouldBe(3UL);
        _lag.LatestUs.ShouldBe(0);
        Visit(nowUs: 1_700).ShouldBe(4UL);
        _lag.LatestUs.ShouldBe(700);
        _queue.TryDequeue(1_700, out _).ShouldBeFalse();
        _queue.Count.ShouldBe(0);
    }

    [Fact]
    public void Looks_have_their_distance()
    {
        _queue.BeginLook(nowUs: 1_000);
        _queue.OnMark();
        _queue.TryDequeue(1_003, out _).ShouldBeFalse();
        _lag.LatestUs.ShouldBe(3);

        _queue.IsLookDue(999 + VisitQueue.LookIntervalUs).ShouldBeFalse();
        _queue.IsLookDue(1_000 + VisitQueue.LookIntervalUs).ShouldBeTrue();
    }

    [Fact]
    public void While_work_is_turned_away_the_next_look_comes_at_once()
    {
        for (int look = 0; look < 2; look++)
        {
            _queue.BeginLook(nowUs: 1_000);
            _queue.OnMark();
            _queue.TryDequeue(1_011, out _).ShouldBeFalse();
        }

        _lag.IsShedding.ShouldBeTrue();
        _queue.IsLookDue(1_011).ShouldBeTrue();
    }

    [Fact]
    public void A_wake_up_that_nobody_waits_for_is_no_mark()
    {
        _queue.OnMark();
        _queue.Count.ShouldBe(0);
    }

    private ulong Visit(long nowUs)
    {
        _queue.TryDequeue(nowUs, out ulong token).ShouldBeTrue();
        return token;
    }
}
