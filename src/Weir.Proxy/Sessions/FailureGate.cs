// Bounds what the flight recorder costs in a storm of failures: recorded are a few a second of each code, the rest is counted.
// Owned by the worker.
using Weir.Configuration;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>Lets a failure of each code pass at most every <see cref="Limits.FailureRecordIntervalMs"/>.</summary>
internal sealed class FailureGate
{
    private readonly long[] _nextUs = new long[FailureCodes.Count];
    private readonly long[] _unrecorded = new long[FailureCodes.Count];

    /// <summary>Whether to record this one; <paramref name="unrecorded"/> is how many of its code were not since the last one.</summary>
    public bool TryPass(FailureCode code, long nowUs, out long unrecorded)
    {
        unrecorded = _unrecorded[(int)code];
        if (nowUs < _nextUs[(int)code])
        {
            _unrecorded[(int)code]++;
            return false;
        }

        _nextUs[(int)code] = nowUs + (Limits.FailureRecordIntervalMs * 1000);
        _unrecorded[(int)code] = 0;
        return true;
    }
}
