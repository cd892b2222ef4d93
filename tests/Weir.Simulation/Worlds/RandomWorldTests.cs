// Many random worlds; the first that breaks a promise is made as small as can be and shown.
using System.Collections.Concurrent;
using Shouldly;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Worlds;

public sealed class RandomWorldTests
{
    private const int Seeds = 250;

    // Played once for the tests that look at it.
    private static readonly Lazy<WorldReport> _played = new(() => Play([.. SimSeeds.All(Seeds)]));

    [Fact]
    public void Every_random_world_keeps_every_promise()
    {
        if (_played.Value.FirstFailure is { } first)
        {
            throw Explain(first);
        }
    }

    [Fact]
    public void Every_fault_occurs_in_some_random_world()
    {
        Assert.SkipWhen(_played.Value.SeedCount < Seeds, "too few worlds were played to the end");
        _played.Value.Missing.ShouldBeEmpty();
    }

    [Fact]
    public void A_fault_that_never_occurs_is_missed()
    {
        var report = new WorldReport();
        report.Add(ScenarioRun.Play(ScenarioDraw.Of(1) with { Front = FaultProfile.None }));
        report.Missing.ShouldContain("accept aborted");
        report.Missing.ShouldNotContain("no such thing");
    }

    [Theory]
    [InlineData(603)] // an answer while the next request is still being sent, pipelined
    [InlineData(1031)] // a tunnel whose client is never told that the other side vanished
    [InlineData(1301)] // a client that leaves between two connections
    [InlineData(3848)] // a backend that ends without a word while the next request is under way
    public void A_world_that_once_failed_keeps_every_promise(ulong seed) =>
        ScenarioRun.Play(ScenarioDraw.First(seed)).Count.ShouldBePositive();

    [Theory]
    [InlineData(530)] // a refusal at accept of which the kernel took a part only
    [InlineData(4436)] // a RST behind a FIN that took bytes from before the FIN, which no network does
    [InlineData(7867)] // a client accepted after the drain's end, when there was a descriptor for it again
    public void A_world_with_late_draws_that_once_failed_keeps_every_promise(ulong seed) =>
        ScenarioRun.Play(ScenarioDraw.Late(seed)).Count.ShouldBePositive();

    [Fact]
    public void One_seed_gives_one_history()
    {
        foreach (ulong seed in SimSeeds.All(20).Take(20))
        {
            Scenario scenario = ScenarioDraw.Of(seed);
            ScenarioRun.Play(scenario).Hash.ShouldBe(ScenarioRun.Play(scenario).Hash);
        }
    }

    private static WorldReport Play(ulong[] seeds)
    {
        var report = new WorldReport();
        Parallel.ForEach(
            Partitioner.Create(seeds, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            (seed, state) =>
            {
                try
                {
                    report.Add(ScenarioRun.Play(ScenarioDraw.Of(seed)));
                }
                catch (SimFailureException failure)
                {
                    report.Fail(seed, failure);
                    state.Stop();
                }
            }
        );
        report.Write();
        return report;
    }

    private static SimFailureException Explain((ulong Seed, SimFailureException Failure) first)
    {
        Scenario small = Shrinker.Shrink(
            ScenarioDraw.Of(first.Seed),
            s => FailureOf(s)?.InnerException!.Message
        ); // the run wraps what it caught
        return new SimFailureException(
            $"{FailureOf(small)?.Message ?? first.Failure.Message}\nas small as can be:\n{small}",
            first.Failure
        );
    }

    private static SimFailureException? FailureOf(Scenario scenario)
    {
        try
        {
            ScenarioRun.Play(scenario);
            return null;
        }
        catch (SimFailureException failure)
        {
            return failure;
        }
    }
}
