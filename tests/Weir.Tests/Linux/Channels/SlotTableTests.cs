// Tokens that are over find nothing, whoever has the slot now.
using Shouldly;
using Weir.Linux.Channels;
using Weir.Linux.Epoll;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public sealed class SlotTableTests
{
    private readonly SlotTable _slots = new();

    [Fact]
    public void A_token_finds_its_target()
    {
        var targets = new List<Target>();
        var tokens = new List<ulong>();
        for (int i = 0; i < 200; i++)
        {
            targets.Add(new Target());
            tokens.Add(_slots.Add(targets[i]));
        }

        for (int i = 0; i < 200; i++)
        {
            _slots.Find(tokens[i]).ShouldBeSameAs(targets[i]);
        }
    }

    [Fact]
    public void A_renewed_token_makes_the_old_one_stale()
    {
        var target = new Target();
        ulong old = _slots.Add(target);

        ulong next = _slots.Renew(old);

        _slots.Find(old).ShouldBeNull();
        _slots.Find(next).ShouldBeSameAs(target);
    }

    [Fact]
    public void A_removed_token_does_not_find_the_slots_next_tenant()
    {
        ulong old = _slots.Add(new Target());
        _slots.Remove(old);
        var tenant = new Target();

        ulong token = _slots.Add(tenant);

        ((uint)token).ShouldBe((uint)old, "the slot is used again");
        _slots.Find(old).ShouldBeNull();
        _slots.Find(token).ShouldBeSameAs(tenant);
    }

    [Fact]
    public void A_token_that_was_never_given_out_finds_nothing()
    {
        _slots.Find(ulong.MaxValue).ShouldBeNull();
        _slots.Find(0).ShouldBeNull();
    }

    [Fact]
    public void All_present_targets_are_abandoned()
    {
        var stays = new Target();
        var leaves = new Target();
        _slots.Add(stays);
        _slots.Remove(_slots.Add(leaves));

        _slots.AbandonAll();

        stays.IsAbandoned.ShouldBeTrue();
        leaves.IsAbandoned.ShouldBeFalse();
    }

    private sealed class Target : IEpollTarget
    {
        internal bool IsAbandoned { get; private set; }

        public void OnEvents(uint events) { }

        public void Visit() { }

        public void Abandon() => IsAbandoned = true;
    }
}
