// What checks and traffic found of one backend, and who is told when that turns its health. Owned by its BackendState.

using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>Thread-safe: the health thread reports checks, the workers connects.</summary>
internal sealed class HealthRecord(BackendState backend)
{
    private long _lastCheckUnixMs;
    private string _lastCheckOutcome = "";
    private volatile string _lastFailure = "";
    private long _checksSucceeded;
    private long _checksFailed;
    private long _turnedHealthy;
    private long _turnedUnhealthy;

    public BackendHealth Health { get; } = new();

    public long LastCheckUnixMs => Volatile.Read(ref _lastCheckUnixMs);

    public string LastCheckOutcome => Volatile.Read(ref _lastCheckOutcome);

    public long ChecksSucceeded => Volatile.Read(ref _checksSucceeded);

    public long ChecksFailed => Volatile.Read(ref _checksFailed);

    public long TurnedHealthy => Volatile.Read(ref _turnedHealthy);

    public long TurnedUnhealthy => Volatile.Read(ref _turnedUnhealthy);

    private ClusterConfig Config => backend.Cluster.Config;

    /// <summary>The outcome of a health check. <paramref name="outcome"/> says in words what was found.</summary>
    public void RecordCheck(bool success, string outcome, long unixMs)
    {
        outcome = success ? outcome : Explain(outcome);
        Volatile.Write(ref _lastCheckUnixMs, unixMs);
        Volatile.Write(ref _lastCheckOutcome, outcome);
        Interlocked.Increment(ref success ? ref _checksSucceeded : ref _checksFailed);
        if (!success)
        {
            RecordFailure(outcome, needsCheck: Config.HealthCheck.Type == HealthCheckType.Http);
        }
        else if (Health.RecordSuccess(Config.SuccessThreshold, out HealthStatus before))
        {
            OnHealed(outcome, before);
        }
    }

    /// <summary>A connect of live traffic worked. Where nobody checks, that is all the evidence there is, and heals.</summary>
    public void RecordLiveSuccess()
    {
        if (Config.HealthCheck.Type != HealthCheckType.None)
        {
            Health.RecordLiveSuccess();
        }
        else if (
            (Health.Failures > 0 || Health.Status != HealthStatus.Healthy)
            && Health.RecordSuccess(successThreshold: 1, out HealthStatus before)
        )
        {
            OnHealed("a client's connect worked", before);
        }
    }

    /// <summary>A connect of live traffic was refused or timed out: it counts as a failed check.</summary>
    public void RecordLiveFailure(string reason) =>
        RecordFailure(Explain(reason), needsCheck: false);

    /// <summary>Nobody checks this backend and it was unhealthy for long enough: traffic tries it again.</summary>
    public void BeginTrial()
    {
        if (Health.BeginTrial())
        {
            OnTransition(HealthStatus.Unknown, $"on trial; before: {_lastFailure}", 0);
        }
    }

    /// <summary>Its name leads nowhere; true if that turned its health.</summary>
    public bool RecordUnresolved()
    {
        bool turned = Health.MarkUnhealthy();
        if (turned)
        {
            OnTransition(HealthStatus.Unhealthy, _lastFailure = "the name does not resolve", 0);
        }

        return turned;
    }

    // Who has just been added may have a wrong host or port: that is another search than for one that died.
    private string Explain(string failure) =>
        Health.HasAnswered ? failure : $"never answered: {failure}";

    private void RecordFailure(string reason, bool needsCheck)
    {
        if (Health.RecordFailure(Config.BackendFailureThreshold, needsCheck, out int failures))
        {
            _lastFailure = reason;
            OnTransition(HealthStatus.Unhealthy, reason, failures);
        }
    }

    // One not yet checked is usable already: at the start nothing has to be built anew for each backend.
    private void OnHealed(string reason, HealthStatus before) =>
        OnTransition(HealthStatus.Healthy, reason, 0, before == HealthStatus.Unhealthy);

    private void OnTransition(
        HealthStatus status,
        string reason,
        int failures,
        bool changesUse = true
    )
    {
        // A trial is no recovery, and a failed one no new fall.
        bool isNews = status == HealthStatus.Healthy || !Health.IsOnTrial;
        if (isNews && status != HealthStatus.Unknown)
        {
            Interlocked.Increment(
                ref status == HealthStatus.Healthy ? ref _turnedHealthy : ref _turnedUnhealthy
            );
        }

        if (changesUse)
        {
            backend.Cluster.Refresh(backend);
        }

        backend.Cluster.Observer.OnHealthChanged(backend, status, reason, failures);
    }
}
