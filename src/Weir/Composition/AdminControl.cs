// What the admin API sees of the running load balancer.
using System.Diagnostics;
using Weir.Admin;
using Weir.Admin.Failures;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Weir.Observability;
using Weir.Proxy.Backends;
using Weir.Proxy.Doctor;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Reload;

namespace Weir.Composition;

/// <summary>Thread-safe: everything it reads is immutable or atomic.</summary>
internal sealed class AdminControl(
    DataPlane plane,
    Reloader reloader,
    MetricsCollector collector,
    DoctorWatch doctor,
    Logs logs,
    Func<bool> isDraining
) : IAdminControl
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public AdminStatus Status =>
        new()
        {
            Version = Commands.VersionCommand.Text,
            Engine = plane.Engine.Name,
            UptimeSeconds = Stopwatch.GetElapsedTime(_started).TotalSeconds,
            Workers = plane.Workers.Count,
            IsListening = reloader.Snapshot is not null,
            IsDraining = isDraining(),
            LogProblems = [.. logs.Health.Problems],
            Rejected = reloader.Rejected,
            Listeners = [.. (reloader.Snapshot?.Listeners ?? []).Select(ViewOf)],
        };

    public IReadOnlyList<ClusterState> Clusters =>
        [.. (reloader.Snapshot?.Clusters ?? []).Select(c => c.State)];

    public MetricsSnapshot CollectMetrics(bool withBackends = true) =>
        collector.Collect(withBackends);

    public IReadOnlyList<ClusterScaling> Scaling => collector.Scaling;

    public FlightRecorder Failures => logs.Events.Failures;

    public string ConfigJson() =>
        reloader.Snapshot is { } snapshot ? ConfigWriter.Write(snapshot.Config) : "{}";

    public IReadOnlyList<DoctorFinding> Diagnose() =>
        reloader.Snapshot is { } snapshot
            ? doctor.Examine(
                snapshot,
                reloader.Origins,
                reloader.Rejected is { } rejected
                    ? $"{rejected.Headline(DateTimeOffset.UtcNow)}: {rejected.Reason}"
                    : null
            )
            : [];

    public IReadOnlyList<ConfigValue> ConfigValues() =>
        reloader.Snapshot is { } snapshot
            ? Configuration.Origins.ConfigValues.Of(snapshot.Config, reloader.Origins)
            : [];

    public void Audit(OperatorAct act) => OperatorEvent.Write(logs.Logger, act);

    public void Complain(string what) => logs.Logger.Error("admin", what);

    public ReloadResult Reload() => reloader.Reload();

    private static AdminListener ViewOf(ListenerSnapshot listener) =>
        new(listener.Name, listener.State.Local.ToString(), listener.Config.Mode);
}
