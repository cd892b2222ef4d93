// Tells the demo's story in plain lines, each with the time since the start.
using System.Diagnostics;
using System.Globalization;

namespace Weir.Demo;

/// <summary>Writes what happens. Owned by the scenario.</summary>
internal sealed class DemoNarrator(TextWriter output)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private Dictionary<string, string> _health = new(StringComparer.Ordinal);

    public void Say(FormattableString text)
    {
        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        string line = text.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds, 7:F1}s  {line}"));
        output.Flush();
    }

    /// <summary>Tells every backend whose health is another than at the last call.</summary>
    public void SayHealth(Dictionary<string, string>? health)
    {
        if (health is null)
        {
            return;
        }

        foreach ((string address, string now) in health)
        {
            string before = _health.GetValueOrDefault(address, "unknown");
            if (!string.Equals(now, before, StringComparison.Ordinal))
            {
                Say($"Weir sees {address} as {now} (was {before})");
            }
        }

        _health = health;
    }

    /// <summary>Tells failures, at most a few by name.</summary>
    public void SayFailures(List<DemoFailure> failures)
    {
        foreach (
            IGrouping<string, DemoFailure> cause in failures.GroupBy(
                static f => f.Cause,
                StringComparer.Ordinal
            )
        )
        {
            Say($"{cause.Count()} requests failed: {cause.Key}");
        }
    }
}
