// Slots, generations, and that no passed deadline is ever lost between the two threads.
using Shouldly;
using Weir.Proxy.Timeouts;
using Xunit;

namespace Weir.Tests.Proxy.Timeouts;

public sealed class DeadlineTableTests
{
    private readonly DeadlineTable _table = new();
    private readonly FakeOwner _owner = new();
    private readonly FakeSink _sink = new();

    [Fact]
    public void A_deadline_is_told_at_its_time_and_not_before()
    {
        int slot = _table.Add(_owner);
        _table.Set(slot, 1_000);

        _table.Scan(999, _sink);
        _sink.Posted.ShouldBeEmpty();
        _table.Scan(1_000, _sink);
        Deliver(1_000);

        _owner.Calls.ShouldBe([1_000]);
        _table.Get(slot).ShouldBe(0);
    }

    [Fact]
    public void A_slot_without_a_deadline_is_never_told()
    {
        int slot = _table.Add(_owner);
        _table.Scan(long.MaxValue, _sink);
        _table.Set(slot, 5);
        _table.Set(slot, 0);
        _table.Scan(long.MaxValue, _sink);

        _sink.Posted.ShouldBeEmpty();
    }

    [Fact]
    public void A_deadline_that_moved_on_after_the_notice_is_not_acted_on_but_told_again()
    {
        int slot = _table.Add(_owner);
        _table.Set(slot, 1_000);
        _table.Scan(1_000, _sink);
        _table.Set(slot, 2_000);
        Deliver(1_500);
        _owner.Calls.ShouldBeEmpty();

        _table.Scan(2_000, _sink);
        Deliver(2_000);
        _owner.Calls.ShouldBe([2_000]);
    }

    [Fact]
    public void A_notice_that_is_ahead_of_the_workers_clock_is_told_again()
    {
        int slot = _table.Add(_owner);
        _table.Set(slot, 1_000);
        _table.Scan(1_050, _sink);
        Deliver(nowUs: 990); // the worker's turn began before the deadline

        _table.Scan(1_150, _sink);
        Deliver(1_150);

        _owner.Calls.ShouldBe([1_150]);
    }

    [Fact]
    public void A_full_mailbox_only_delays_a_notice()
    {
        _table.Set(_table.Add(_owner), 1_000);
        _sink.IsFull = true;
        _table.Scan(1_000, _sink);
        _sink.IsFull = false;
        _table.Scan(1_100, _sink);
        Deliver(1_100);

        _owner.Calls.ShouldBe([1_100]);
    }

    [Fact]
    public void A_notice_for_a_slots_former_owner_does_not_reach_the_next()
    {
        int slot = _table.Add(_owner);
        _table.Set(slot, 1_000);
        _table.Scan(1_000, _sink);
        _table.Remove(slot);
        var next = new FakeOwner();
        _table.Add(next).ShouldBe(slot);
        _table.Set(slot, 900);
        Deliver(1_000);

        _owner.Calls.ShouldBeEmpty();
        next.Calls.ShouldBeEmpty();
        _table.Scan(1_000, _sink);
        Deliver(1_000);
        next.Calls.ShouldBe([1_000]);
    }

    [Fact]
    public void Many_notices_of_one_deadline_are_acted_on_once()
    {
        _table.Set(_table.Add(_owner), 1_000);
        for (int i = 0; i < 5; i++)
        {
            _table.Scan(1_000 + i, _sink);
        }

        Deliver(2_000);

        _owner.Calls.ShouldBe([2_000]);
    }

    [Fact]
    public void The_count_follows_adds_and_removes_over_many_chunks()
    {
        int[] slots = [.. Enumerable.Range(0, 5_000).Select(_ => _table.Add(_owner))];
        slots.ShouldBeUnique();
        _table.Count.ShouldBe(5_000);
        Array.ForEach(slots, s => _table.Set(s, 7));
        _table.Scan(7, _sink);
        _sink.Posted.Count.ShouldBe(5_000);

        Array.ForEach(slots, _table.Remove);
        _table.Count.ShouldBe(0);
        slots.ShouldContain(_table.Add(_owner));
    }

    [Fact]
    public void No_deadline_is_lost_while_slots_come_and_go_under_the_scanner()
    {
        const int Rounds = 20_000;
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long clockUs = 1;
        var sink = new ConcurrentSink();
        var scanner = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _table.Scan(Interlocked.Read(ref clockUs), sink);
            }
        });
        scanner.Start();

        // Each owner waits for its own deadline; slots are taken, given back and taken again meanwhile, and the table grows.
        int created = 0;
        List<StressOwner> waiting = [];
        var random = new Random(1);
        while ((created < Rounds || waiting.Count > 0) && !stop.IsCancellationRequested)
        {
            long nowUs = Interlocked.Increment(ref clockUs);
            if (created < Rounds)
            {
                var owner = new StressOwner(_table);
                owner.Start(nowUs + random.Next(50));
                waiting.Add(owner);
                created++;
            }

            while (sink.TryTake(out (int Slot, int Generation) notice))
            {
                _table.TakeExpired(notice.Slot, notice.Generation, nowUs)?.OnDeadline(nowUs);
            }

            waiting.RemoveAll(o => o.IsDone);
        }

        bool inTime = !stop.IsCancellationRequested;
        stop.Cancel();
        scanner.Join();
        inTime.ShouldBeTrue($"{waiting.Count} of {created} deadlines were never told");
        _table.Count.ShouldBe(0);
    }

    private void Deliver(long nowUs)
    {
        foreach ((int slot, int generation) in _sink.Posted)
        {
            _table.TakeExpired(slot, generation, nowUs)?.OnDeadline(nowUs);
        }

        _sink.Posted.Clear();
    }
}
