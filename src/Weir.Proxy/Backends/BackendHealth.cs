// Failures and successes in a row of one backend, from checks and from live traffic, and the status that follows.
namespace Weir.Proxy.Backends;

/// <summary>
/// Thread-safe. The threshold-th failure in a row makes a backend unhealthy; that many successful checks in a row make it healthy. Until it
/// has answered once, and on trial, nothing speaks for it: one failure decides, or one success.
/// Successes of live traffic, which are connects, reset the count of failures but heal nothing; and not the count of checks that ask for more
/// than a connect: a paused process still has its connects accepted by the kernel, and busy traffic would keep it in service for ever.
/// </summary>
public sealed class BackendHealth
{
    private readonly Lock _lock = new();
    private int _failures;
    private int _successes;
    private bool _needsCheck; // the last failure was of a check that asks for more than a connect
    private volatile bool _isOnTrial;
    private volatile bool _hasAnswered;
    private volatile HealthStatus _status;

    public HealthStatus Status => _status;

    /// <summary>True once it was found healthy.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>True from its first trial until it has answered, also while it is unhealthy again: nothing speaks for it yet.</summary>
    public bool IsOnTrial => _isOnTrial;

    /// <summary>Failures in a row, those before a trial included.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>A connect of live traffic worked: the count of failures starts over, if it may.</summary>
    public void RecordLiveSuccess()
    {
        // The usual case on live traffic: nothing to reset, nothing to heal.
        if (Volatile.Read(ref _failures) == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_status != HealthStatus.Unhealthy && !_needsCheck)
            {
                _failures = 0;
            }
        }
    }

    /// <summary>A check succeeded; returns true if that turned the status to healthy, and from what.</summary>
    public bool RecordSuccess(int successThreshold, out HealthStatus before)
    {
        lock (_lock)
        {
            before = _status;
            _failures = 0;
            _needsCheck = false;
            _successes++;
            if (
                _status == HealthStatus.Healthy
                || (
                    _status == HealthStatus.Unhealthy
                    && _hasAnswered
                    && _successes < successThreshold
                )
            )
            {
                return false;
            }

            _status = HealthStatus.Healthy;
            _hasAnswered = true;
            _isOnTrial = false;
            return true;
        }
    }

    /// <summary>
    /// Records a failed check or live connect; returns true if it turned the status to unhealthy. With <paramref name="needsCheck"/> no
    /// live connect makes up for it, only a check does.
    /// </summary>
    public bool RecordFailure(int failureThreshold, bool needsCheck, out int failures)
    {
        lock (_lock)
        {
            failures = ++_failures;
            _needsCheck |= needsCheck;
            _successes = 0;
            int threshold = _hasAnswered && !_isOnTrial ? failureThreshold : 1;
            if (_status == HealthStatus.Unhealthy || _failures < threshold)
            {
                return false;
            }

            _status = HealthStatus.Unhealthy;
            return true;
        }
    }

    /// <summary>Makes a backend unhealthy at once (its name does not resolve); returns true if that was a change.</summary>
    public bool MarkUnhealthy()
    {
        lock (_lock)
        {
            bool changed = _status != HealthStatus.Unhealthy;
            _status = HealthStatus.Unhealthy;
            _successes = 0;
            return changed;
        }
    }

    /// <summary>Lets an unhealthy backend that nobody checks have traffic again, whose first outcome decides; returns true if that was a change.</summary>
    public bool BeginTrial()
    {
        lock (_lock)
        {
            if (_status != HealthStatus.Unhealthy)
            {
                return false;
            }

            _status = HealthStatus.Unknown;
            _isOnTrial = true;
            _needsCheck = false;
            return true;
        }
    }
}
