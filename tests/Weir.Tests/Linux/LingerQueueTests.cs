// Lingering closes end at their time and not before.
using Shouldly;
using Weir.Linux;
using Weir.Proxy.Configuration;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class LingerQueueTests
{
    private const long LingerUs = Limits.LingerMs * 1000L;

    private readonly SlotTable<IEpollTarget> _slots = new();

    [Fact]
    public void An_entry_is_closed_at_its_deadline()
    {
        var queue = new LingerQueue<IEpollTarget>(_slots);
        var target = new Target();
        queue.Add(_slots.Add(target), nowUs: 5);

        queue.NextDeadlineUs.ShouldBe(5 + LingerUs);
        queue.Expire(4 + LingerUs);
        target.Abandonments.ShouldBe(0);
        queue.Expire(5 + LingerUs);
        queue.Expire(6 + LingerUs);

        target.Abandonments.ShouldBe(1);
        queue.NextDeadlineUs.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void One_that_ended_early_is_no_deadline_any_more()
    {
        var queue = new LingerQueue<IEpollTarget>(_slots);
        var target = new Target();
        ulong token = _slots.Add(target);
        queue.Add(token, nowUs: 1);
        queue.Add(_slots.Add(new Target()), nowUs: 9);

        _slots.Renew(token);

        queue.NextDeadlineUs.ShouldBe(9 + LingerUs);
        queue.Expire(long.MaxValue);
        target.Abandonments.ShouldBe(0);
    }

    private sealed class Target : IEpollTarget
    {
        internal int Abandonments { get; private set; }

        public void OnEvents(uint events) { }

        public void Visit() { }

        public void Abandon() => Abandonments++;
    }
}
