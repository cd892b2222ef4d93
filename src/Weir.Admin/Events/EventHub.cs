// Hands events to all who read the event stream. Publishing never waits: a reader that is too slow loses its oldest events.
using System.Diagnostics.CodeAnalysis;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Weir.Admin.Exposition;
using Weir.Admin.Views;
using Weir.Proxy.Backends;

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
    private Channel<SseItem<string>>[] _subscribers = [];
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

    /// <summary>Opens a stream, which begins with the metrics as they are; false when there are too many.</summary>
    public bool TrySubscribe([NotNullWhen(true)] out Channel<SseItem<string>>? events)
    {
        events = Channel.CreateBounded<SseItem<string>>(
            new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest }
        );
        events.Writer.TryWrite(BuildMetricsEvent());
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

            _subscribers = [.. _subscribers, events];
            return true;
        }
    }

    public void Unsubscribe(Channel<SseItem<string>> events)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(s => s != events)];
            if (_subscribers.Length == 0 && !_completed)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Tells of a change of a backend. Costs one read where nobody listens.</summary>
    public void PublishBackend(BackendState backend, string? reason)
    {
        if (Volatile.Read(ref _subscribers).Length > 0)
        {
            var view = BackendEventView.Of(backend, reason, _time.GetUtcNow());
            Publish(
                new(JsonSerializer.Serialize(view, AdminJson.Default.BackendEventView), "backend")
            );
        }
    }

    /// <summary>Ends all streams and takes no new ones.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _timer.Dispose();
            foreach (Channel<SseItem<string>> subscriber in _subscribers)
            {
                subscriber.Writer.TryComplete();
            }
        }
    }

    public void Dispose() => Complete();

    private void OnTick()
    {
        try
        {
            Publish(BuildMetricsEvent());
        }
        catch (Exception)
        {
            // An exception on a timer ends the process; traffic must not stop over a missing figure of a dashboard.
        }
    }

    private void Publish(SseItem<string> item)
    {
        foreach (Channel<SseItem<string>> subscriber in Volatile.Read(ref _subscribers))
        {
            subscriber.Writer.TryWrite(item);
        }
    }

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
