// How many fresh connections a worker keeps ready for one backend in tcp mode: as many as clients come while a new one is being opened.
namespace Weir.Proxy.Pooling;

/// <summary>
/// A target that grows by one for each client that finds nothing ready and shrinks by what lay unused over a whole window. A backend that drops
/// fresh connections is asked again with growing pauses.
/// </summary>
internal sealed class WarmStock
{
    private const long WindowUs = 10_000_000;
    private const long FirstBackOffUs = 100_000;
    private const long LongestBackOffUs = 10_000_000;

    private long _windowEndsUs;
    private int _leastIdle = int.MaxValue;
    private long _backOffUs;

    /// <summary>Connections to keep ready; 0 until a client came or the pool was told to start.</summary>
    public int Target { get; private set; }

    /// <summary>Warm-ups under way.</summary>
    public int Connecting { get; set; }

    /// <summary>No warm-up before this time.</summary>
    public long NotBeforeUs { get; private set; }

    public void Start() => Target = int.Max(Target, 1);

    /// <summary>Keeps none from now on.</summary>
    public void Stop() => Target = 0;

    /// <summary>A client came; <paramref name="found"/> says whether a connection lay ready, <paramref name="idle"/> how many are left.</summary>
    public void OnDemand(bool found, int idle, int limit, long nowUs)
    {
        if (!found)
        {
            Target = int.Clamp(Target + 1, 1, int.Max(1, limit));
        }
        else
        {
            _backOffUs = 0;
            NotBeforeUs = 0;
        }

        _leastIdle = int.Min(_leastIdle, idle);
        Shrink(nowUs);
    }

    /// <summary>Once a window: what was never needed goes, but one stays.</summary>
    public void Shrink(long nowUs)
    {
        if (nowUs < _windowEndsUs)
        {
            return;
        }

        if (_leastIdle is > 0 and < int.MaxValue)
        {
            Target = int.Max(1, Target - _leastIdle);
        }
        else if (_leastIdle == int.MaxValue)
        {
            Target = int.Min(Target, int.Max(1, Target / 2));
        }

        _leastIdle = int.MaxValue;
        _windowEndsUs = nowUs + WindowUs;
    }

    /// <summary>A fresh connection was lost or could not be opened.</summary>
    public void OnLost(long nowUs)
    {
        _backOffUs = long.Clamp(_backOffUs * 2, FirstBackOffUs, LongestBackOffUs);
        NotBeforeUs = nowUs + _backOffUs;
    }
}
