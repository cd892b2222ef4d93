// Adds up what random worlds did, over all threads that play them. Owned by one test run.
using System.Diagnostics;
using System.Globalization;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Seeds, simulated time and speed; the first failure by seed.</summary>
internal sealed class WorldReport
{
    private readonly Lock _lock = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly WorldCensus _census = new();
    private int _seeds;
    private long _simulatedUs;
    private long _events;

    public (ulong Seed, SimFailureException Failure)? FirstFailure { get; private set; }

    /// <summary>Worlds played to their end.</summary>
    public int SeedCount => _seeds;

    /// <summary>What should have happened in some world and did not.</summary>
    public IReadOnlyList<string> Missing => [.. _census.Missing];

    public void Add(SimTrace trace)
    {
        lock (_lock)
        {
            _seeds++;
            _census.Add(trace);
            _events += trace.Count;
            _simulatedUs += trace.LastUs;
        }
    }

    public void Fail(ulong seed, SimFailureException failure)
    {
        lock (_lock)
        {
            if (FirstFailure is not { } first || seed < first.Seed)
            {
                FirstFailure = (seed, failure);
            }
        }
    }

    /// <summary>One line of sums, and one for each thing that happened, into the file that WEIR_SIM_REPORT names, if it does.</summary>
    public void Write()
    {
        if (Environment.GetEnvironmentVariable("WEIR_SIM_REPORT") is { Length: > 0 } path)
        {
            TimeSpan took = Stopwatch.GetElapsedTime(_startedAt);
            File.WriteAllText(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_seeds} seeds, {_simulatedUs / 3.6e9:F1} simulated hours, {_events} events traced, in {took.TotalSeconds:F0} s\n{_census}"
                )
            );
        }
    }
}
