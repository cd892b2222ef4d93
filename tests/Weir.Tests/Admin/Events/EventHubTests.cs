// The hub itself: limits, slow readers, the end.
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Shouldly;
using Weir.Admin.Events;
using Weir.Admin.Views.Live;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Events;

public sealed class EventHubTests : IDisposable
{
    private readonly FakeControl _control = new();
    private readonly EventHub _hub;

    public EventHubTests() => _hub = new EventHub(_control, TimeProvider.System);

    public void Dispose() => _hub.Dispose();

    private Channel<SseItem<string>> Subscribe()
    {
        _hub.TrySubscribe(out Channel<SseItem<string>>? events).ShouldBeTrue();
        return events!; // not null when true
    }

    private BackendEventView Change(string? reason) =>
        BackendEventView.Of(_control.Tcp, reason, DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_slow_reader_loses_its_oldest_events_and_holds_up_nobody()
    {
        Channel<SseItem<string>> events = Subscribe();
        for (int i = 0; i < 1000; i++)
        {
            _hub.PublishBackend(Change($"change {i}"));
        }

        List<string> left = [];
        while (events.Reader.TryRead(out SseItem<string> item))
        {
            left.Add(item.Data);
        }

        left.Count.ShouldBeInRange(1, 200);
        left.ShouldContain(text => text.Contains("change 999", StringComparison.Ordinal));
        left.ShouldNotContain(text => text.Contains("change 0\"", StringComparison.Ordinal));
    }

    [Fact]
    public void The_number_of_streams_is_limited_and_a_closed_one_makes_room()
    {
        List<Channel<SseItem<string>>> open = [];
        for (int i = 0; i < EventHub.MaxSubscribers; i++)
        {
            open.Add(Subscribe());
        }

        _hub.TrySubscribe(out _).ShouldBeFalse();
        _hub.Unsubscribe(open[0]);
        _hub.TrySubscribe(out _).ShouldBeTrue();
    }

    [Fact]
    public void After_the_end_streams_are_complete_and_no_new_one_opens()
    {
        Channel<SseItem<string>> events = Subscribe();
        _hub.Complete();
        while (events.Reader.TryRead(out _)) { }

        events.Reader.Completion.IsCompleted.ShouldBeTrue();
        _hub.TrySubscribe(out _).ShouldBeFalse();
        _hub.Unsubscribe(events);
    }

    [Fact]
    public void Each_reader_gets_every_event()
    {
        Channel<SseItem<string>> first = Subscribe();
        Channel<SseItem<string>> second = Subscribe();
        _control.Tcp.SetAdmin(AdminState.Drain);
        _hub.PublishBackend(Change(null));

        foreach (Channel<SseItem<string>> events in new[] { first, second })
        {
            List<SseItem<string>> items = [];
            while (events.Reader.TryRead(out SseItem<string> item))
            {
                items.Add(item);
            }

            items.ShouldContain(i => i.EventType.Equals("backend", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_reader_gets_the_kinds_that_it_asked_for()
    {
        _hub.TrySubscribe(out Channel<SseItem<string>>? events, EventKinds.Backend).ShouldBeTrue();
        _hub.PublishBackend(Change(null));

        events.ShouldNotBeNull().Reader.TryRead(out SseItem<string> item).ShouldBeTrue();
        item.EventType.ShouldBe("backend");
        events.Reader.TryRead(out _).ShouldBeFalse();
    }
}
