// A listener inside one worker: its sockets stop with it, or go on as another's.
using Shouldly;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class ListenerBindingTests
{
    private static readonly ListenerSnapshot s_snapshot = Listeners.Http(l => l);

    private readonly FakeListener _listener = new();
    private readonly FakeListener _inherited = new();
    private readonly ListenerBinding _binding = new(s_snapshot);

    public ListenerBindingTests()
    {
        _binding.Add(_listener);
        _binding.Add(_inherited);
    }

    [Fact]
    public void A_new_one_is_served_by_its_settings_until_others_come()
    {
        _binding.Snapshot.ShouldBe(s_snapshot);
        _binding.IsRemoved.ShouldBeFalse();
        ListenerSnapshot next = Listeners.Http(l => l);
        _binding.Snapshot = next;
        _binding.Snapshot.ShouldBe(next);
    }

    [Fact]
    public void All_its_sockets_stop_once_and_its_connections_go_on()
    {
        _binding.Stop();
        _binding.Stop();
        _listener.Stops.ShouldBe(1);
        _inherited.Stops.ShouldBe(1);
        _binding.IsRemoved.ShouldBeFalse();
    }

    [Fact]
    public void One_that_left_the_config_stops_and_says_so()
    {
        _binding.Remove();
        _binding.IsRemoved.ShouldBeTrue();
        _listener.Stops.ShouldBe(1);
        _inherited.Stops.ShouldBe(1);
    }

    [Fact]
    public void What_another_takes_over_is_that_ones_from_then_on()
    {
        var next = new ListenerBinding(s_snapshot);
        var own = new FakeListener();
        next.Add(own);
        next.TakeOver(_binding);
        _listener.Tag.ShouldBe(next);
        _inherited.Tag.ShouldBe(next);
        own.Tag.ShouldBeNull();

        _binding.Remove();
        _listener.Stops.ShouldBe(0);
        _inherited.Stops.ShouldBe(0);
        next.Stop();
        new[] { own, _listener, _inherited }.ShouldAllBe(l => l.Stops == 1);
        next.IsRemoved.ShouldBeFalse();
    }
}
