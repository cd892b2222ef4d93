// The samples of one cluster's load within the last while. Owned by a ScalingMonitor.
namespace Weir.Proxy.Metrics;

/// <summary>A sliding window; times come in from outside.</summary>
/// <param name="lengthUs">How far back it looks.</param>
public sealed class ScalingWindow(long lengthUs)
{
    private readonly Queue<ScalingSample> _later = new();
    private ScalingSample _first;
    private bool _hasFirst;

    public long LengthUs => lengthUs;

    /// <summary>Adds a sample, later than the one before, and returns what came since the beginning of the window.</summary>
    public ScalingSample Add(in ScalingSample sample)
    {
        if (!_hasFirst)
        {
            _hasFirst = true;
            _first = sample;
            return default;
        }

        _later.Enqueue(sample);
        // The first is the latest that lies a whole window back, so that the window is as long as it says once it ever was.
        while (_later.TryPeek(out ScalingSample next) && next.AtUs <= sample.AtUs - lengthUs)
        {
            _first = _later.Dequeue();
        }

        return sample.Since(in _first);
    }
}
