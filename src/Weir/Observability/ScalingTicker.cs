// Has the load of all clusters looked at each second, for the scaling signals.
using System.Diagnostics;
using Weir.Proxy.Metrics;

namespace Weir.Observability;

/// <summary>A timer of the thread pool; what a look throws goes to <paramref name="onError"/>: traffic does not stop over it.</summary>
internal sealed class ScalingTicker(MetricsCollector collector, Action<Exception> onError)
    : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _windowMs;
    private Timer? _timer;

    /// <summary>Starts with a look at once, so that every series exists from the start.</summary>
    public void Start(long windowMs)
    {
        _windowMs = windowMs;
        Tick();
        _timer = new Timer(_ => Tick(), null, Every, Every);
    }

    /// <summary>Changes how far back the signals look, after a reload.</summary>
    public void SetWindow(long windowMs)
    {
        Volatile.Write(ref _windowMs, windowMs);
        Tick();
    }

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        lock (_gate)
        {
            try
            {
                long nowUs = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
                collector.SampleScaling(nowUs, Volatile.Read(ref _windowMs) * 1000);
            }
            catch (Exception e)
            {
                onError(e);
            }
        }
    }
}
