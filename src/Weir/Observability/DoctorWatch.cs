// Keeps the doctor's history of a running load balancer, and asks the rules with it. Owned by the composition root.
using System.Diagnostics;
using Weir.Configuration.Origins;
using Weir.Hosting;
using Weir.Proxy.Doctor;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;

namespace Weir.Observability;

/// <summary>Looks at the counters every few seconds on a pool thread. Thread-safe.</summary>
internal sealed class DoctorWatch : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private readonly MetricsCollector _collector;
    private readonly DoctorHistory _history = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;

    public DoctorWatch(MetricsCollector collector)
    {
        _collector = collector;
        _timer = new Timer(
            static self => ((DoctorWatch)self!).Look(), // the state given below
            this,
            TimeSpan.Zero,
            Pace
        );
    }

    /// <summary>Asks every rule.</summary>
    public IReadOnlyList<DoctorFinding> Examine(
        ProxySnapshot snapshot,
        ConfigOrigins origins,
        string? rejected
    )
    {
        MetricsSnapshot now = _collector.Collect();
        lock (_gate)
        {
            return Diagnosis.Of(
                snapshot.Config,
                new DoctorFacts
                {
                    Origins = origins,
                    RejectedConfig = rejected,
                    Host = HostReader.Read(),
                    Held =
                    [
                        .. HeldBackend.Among(
                            snapshot.Clusters.Select(c => c.State),
                            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()
                        ),
                    ],
                    Live = _history.UpTo(now, Now()),
                }
            );
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        MetricsSnapshot metrics = _collector.Collect();
        lock (_gate)
        {
            _history.Add(metrics, Now());
        }
    }

    private static double Now() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
}
