// Hands events to all who read the event stream. Publishing never waits: a reader that is too slow loses its oldest events.
using System.Diagnostics.CodeAnalysis;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Weir.Admin.Exposition;
using Weir.Admin.Views;
using Weir.Admin.Views.Live;

namespace Weir.Admin.Events;

/// <summary>Thread-safe. Collects metrics once a second for all readers together, and not at all while there is none.</summary>
internal sealed class EventHub : IDisposable
{
    /// <summary>Event streams at a time: far beyond any number of dashboards, far below what would hurt.</summary>
    public const int MaxSubscribers = 64;

    // A minute of metrics and as many changes again; a metrics event of a large config has some 100 KB.
    private const int QueueLength = 128;

    private readonly IAdminControl _control;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private Subscriber[] _subscribers = [];
    private Func<TrafficView>? _traffic;
    private bool _completed;

    public EventHub(IAdminControl control, TimeProvider time)
    {
        _control = control;
        _time = time;
        _timer = time.CreateTimer(
            _ => OnTick(),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Opens a stream, which begins with the figures as they are; false when there are too many.</summary>
    public bool TrySubscribe(
        [NotNullWhen(true)] out Channel<SseItem<string>>? events,
        EventKinds kinds = EventKinds.Default
    )
    {
        events = Channel.CreateBounded<SseItem<string>>(
            new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        if (kinds.HasFlag(EventKinds.Metrics))
        {
            events.Writer.TryWrite(BuildMetricsEvent());
        }

        if (kinds.HasFlag(EventKinds.Traffic) && Volatile.Read(ref _traffic) is { } traffic)
        {
            events.Writer.TryWrite(BuildTrafficEvent(traffic()));
        }

        lock (_lock)
        {
            if (_subscribers.Length >= MaxSubscribers || _completed)
            {
                return false;
            }

            if (_subscribers.Length == 0)
            {
                _timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            }

            _subscribers = [.. _subscribers, new Subscriber(events, kinds)];
            return true;
        }
    }

    public void Unsubscribe(Channel<SseItem<string>> events)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(s => s.Events != events)];
            if (_subscribers.Length == 0 && !_completed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Tells of a change of a backend. Costs one read where nobody listens.</summary>
    public void PublishBackend(BackendEventView change)
    {
        if (IsWanted(EventKinds.Backend))
        {
            Publish(
                EventKinds.Backend,
                new(JsonSerializer.Serialize(change, AdminJson.Default.BackendEventView), "backend")
            );
        }
    }

    /// <summary>Tells what an operator does. Costs one read where nobody listens.</summary>
    public void PublishOperator(OperatorEventView act)
    {
        if (IsWanted(EventKinds.Operator))
        {
            Publish(
                EventKinds.Operator,
                new(JsonSerializer.Serialize(act, AdminJson.Default.OperatorEventView), "operator")
            );
        }
    }

    /// <summary>Whether anybody follows the traffic.</summary>
    public bool IsTrafficWanted => IsWanted(EventKinds.Traffic);

    /// <summary>Tells what the last second was like, and keeps it for who comes next. <paramref name="traffic"/> is asked only if
    /// somebody listens: a server that nobody watches makes no picture of itself each second.</summary>
    public void PublishTraffic(Func<TrafficView> traffic)
    {
        Volatile.Write(ref _traffic, traffic);
        if (IsWanted(EventKinds.Traffic))
        {
            Publish(EventKinds.Traffic, BuildTrafficEvent(traffic()));
        }
    }

    /// <summary>Ends all streams and takes no new ones.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _timer.Dispose();
            foreach (Subscriber subscriber in _subscribers)
            {
                subscriber.Events.Writer.TryComplete();
            }
        }
    }

    public void Dispose() => Complete();

    private void OnTick()
    {
        try
        {
            if (IsWanted(EventKinds.Metrics))
            {
                Publish(EventKinds.Metrics, BuildMetricsEvent());
            }
        }
        catch (Exception)
        {
            // An exception on a timer ends the process; traffic must not stop over a missing figure of a dashboard.
        }
    }

    private bool IsWanted(EventKinds kind) =>
        Array.Exists(Volatile.Read(ref _subscribers), s => s.Kinds.HasFlag(kind));

    private void Publish(EventKinds kind, SseItem<string> item)
    {
        foreach (Subscriber subscriber in Volatile.Read(ref _subscribers))
        {
            if (subscriber.Kinds.HasFlag(kind))
            {
                subscriber.Events.Writer.TryWrite(item);
            }
        }
    }

    private static SseItem<string> BuildTrafficEvent(TrafficView traffic) =>
        new(JsonSerializer.Serialize(traffic, AdminJson.Default.TrafficView), "traffic");

    private SseItem<string> BuildMetricsEvent()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", BackendView.Rfc3339(_time.GetUtcNow()));
            MetricsJson.WriteProperties(json, _control.CollectMetrics());
            json.WriteEndObject();
        }

        return new(
            Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)),
            "metrics"
        );
    }
}
