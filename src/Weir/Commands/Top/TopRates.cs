// The rates of one family of counters between two looks.
namespace Weir.Commands.Top;

/// <summary>By a key made of labels.</summary>
internal sealed class TopRates<T>(
    TopSample before,
    TopSample after,
    string name,
    Func<MetricSample, T> key
)
    where T : notnull
{
    private readonly Dictionary<T, double> _before = before.Sums(name, key);
    private readonly Dictionary<T, double> _after = after.Sums(name, key);

    // At least a millisecond, so that nothing is divided by zero.
    private readonly double _seconds = double.Max(after.AtSeconds - before.AtSeconds, 0.001);

    /// <summary>How much was counted between the looks; a counter that was set back by a restart counts from zero.</summary>
    public double Growth(T of)
    {
        double now = _after.GetValueOrDefault(of);
        double was = _before.GetValueOrDefault(of);
        return now >= was ? now - was : now;
    }

    public double PerSecond(T of) => Growth(of) / _seconds;
}
