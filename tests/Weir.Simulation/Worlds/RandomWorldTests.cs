// Many random worlds; the first that breaks a promise is made as small as can be and shown.
using System.Collections.Concurrent;
using Shouldly;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Simulation.Worlds;

public sealed class RandomWorldTests
{
    private const int Seeds = 250;

    [Fact]
    public void Every_random_world_keeps_every_promise()
    {
        var report = new WorldReport();
        ulong[] seeds = [.. SimSeeds.All(Seeds)];
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
        if (report.FirstFailure is { } first)
        {
            throw Explain(first);
        }
    }

    [Theory]
    [InlineData(603)] // an answer while the next request is still being sent, pipelined
    [InlineData(1031)] // a tunnel whose client is never told that the other side vanished
    [InlineData(1301)] // a client that leaves between two connections
    [InlineData(3848)] // a backend that ends without a word while the next request is under way
    public void A_world_that_once_failed_keeps_every_promise(ulong seed) =>
        ScenarioRun.Play(ScenarioDraw.Of(seed)).Count.ShouldBePositive();

    [Fact]
    public void One_seed_gives_one_history()
    {
        foreach (ulong seed in SimSeeds.All(20).Take(20))
        {
            Scenario scenario = ScenarioDraw.Of(seed);
            ScenarioRun.Play(scenario).Hash.ShouldBe(ScenarioRun.Play(scenario).Hash);
        }
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
