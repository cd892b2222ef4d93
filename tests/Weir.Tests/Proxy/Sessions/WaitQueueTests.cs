// Sessions that wait for a place: served in order, those who left are skipped, who finds no place keeps the first turn.
using Shouldly;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class WaitQueueTests
{
    private readonly WaitQueue _queue = new();
    private readonly List<string> _served = [];
    private int _places;
    private int _lastTicket;

    [Fact]
    public void Nobody_waits_in_a_new_queue()
    {
        _places = 1;
        _queue.Serve();
        _served.ShouldBeEmpty();
    }

    [Fact]
    public void First_come_first_served_as_far_as_the_places_go()
    {
        Join("a");
        Join("b");
        Join("c");
        Serve(places: 2).ShouldBe(["a", "b"]);
        Serve(places: 1).ShouldBe(["c"]);
        Serve(places: 1).ShouldBeEmpty();
    }

    [Fact]
    public void Who_finds_no_place_stays_first_before_all_who_come_later()
    {
        Join("a");
        Serve(places: 0).ShouldBeEmpty();
        Join("b");
        Serve(places: 0).ShouldBeEmpty();
        Serve(places: 2).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Who_left_is_skipped_in_front_and_behind()
    {
        FakeWaiter first = Join("first");
        FakeWaiter second = Join("second");
        Join("third");
        Serve(places: 0).ShouldBeEmpty(); // the first has been looked at
        first.WaitTicket = 0;
        second.WaitTicket = 0;
        Serve(places: 1).ShouldBe(["third"]);
    }

    [Fact]
    public void Who_left_and_came_back_has_the_turn_of_the_second_time()
    {
        FakeWaiter waiter = Join("a");
        int oldTicket = waiter.WaitTicket;
        Join("b");
        Join(waiter);
        waiter.WaitTicket.ShouldNotBe(oldTicket);
        Serve(places: 2).ShouldBe(["b", "a"]);
    }

    private FakeWaiter Join(string name)
    {
        var waiter = new FakeWaiter(() => TryServe(name));
        Join(waiter);
        return waiter;
    }

    private void Join(FakeWaiter waiter)
    {
        waiter.WaitTicket = ++_lastTicket;
        _queue.Join(waiter, isSelective: false);
    }

    private bool TryServe(string name)
    {
        if (_places == 0)
        {
            return false;
        }

        _places--;
        _served.Add(name);
        return true;
    }

    private string[] Serve(int places)
    {
        _places = places;
        _served.Clear();
        _queue.Serve();
        return [.. _served];
    }
}
