// Lingering closes end at their time and not before.
using Shouldly;
using Weir.Linux.Channels;
using Weir.Linux.Epoll;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public sealed class LingerQueueTests
{
    private readonly SlotTable _slots = new();

    [Fact]
    public void An_entry_is_closed_at_its_deadline()
    {
        var queue = new LingerQueue(_slots);
        var target = new Target();
        queue.Add(_slots.Add(target), deadlineUs: 5);

        queue.NextDeadlineUs.ShouldBe(5);
        queue.Expire(4);
        target.Abandonments.ShouldBe(0);
        queue.Expire(5);
        queue.Expire(6);

        target.Abandonments.ShouldBe(1);
        queue.NextDeadlineUs.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void One_that_goes_on_is_looked_at_again_when_it_says_in_the_order_of_deadlines()
    {
        var queue = new LingerQueue(_slots);
        var patient = new Target { GoesOnUntilUs = 20 };
        queue.Add(_slots.Add(patient), deadlineUs: 5);
        queue.Add(_slots.Add(new Target()), deadlineUs: 9);

        queue.Expire(5);
        patient.Abandonments.ShouldBe(0);
        queue.NextDeadlineUs.ShouldBe(9);
        queue.Expire(9);
        queue.NextDeadlineUs.ShouldBe(20);
        patient.GoesOnUntilUs = 0;
        queue.Expire(20);

        patient.Abandonments.ShouldBe(1);
    }

    [Fact]
    public void One_that_ended_early_is_no_deadline_any_more()
    {
        var queue = new LingerQueue(_slots);
        var target = new Target();
        ulong token = _slots.Add(target);
        queue.Add(token, deadlineUs: 1);
        queue.Add(_slots.Add(new Target()), deadlineUs: 9);

        _slots.Renew(token);

        queue.NextDeadlineUs.ShouldBe(9);
        queue.Expire(long.MaxValue);
        target.Abandonments.ShouldBe(0);
    }

    private sealed class Target : IEpollTarget
    {
        internal int Abandonments { get; private set; }

        internal long GoesOnUntilUs { get; set; }

        public void OnEvents(uint events) { }

        public void Visit() { }

        public long LingerUntilUs(long nowUs) => GoesOnUntilUs;

        public void Abandon() => Abandonments++;
    }
}
