// What the flight recorder keeps, and what it lets go.
using Shouldly;
using Weir.Admin.Failures;
using Weir.Configuration;
using Xunit;

namespace Weir.Tests.Admin.Failures;

public sealed class FlightRecorderTests
{
    private readonly FlightRecorder _recorder = new();

    [Fact]
    public void The_newest_come_first_with_their_numbers()
    {
        _recorder.Add(TestFailures.Of("no_route"));
        _recorder.Add(TestFailures.Of("connection_refused"));
        _recorder.Add(TestFailures.Of("no_route"));

        _recorder
            .Read()
            .Select(f => (f.Number, f.Record.Code))
            .ShouldBe([(3, "no_route"), (2, "connection_refused"), (1, "no_route")]);
    }

    [Fact]
    public void A_storm_of_one_code_leaves_the_others_alone()
    {
        _recorder.Add(TestFailures.Of("connection_timeout"));
        for (int i = 0; i < 1_000; i++)
        {
            _recorder.Add(TestFailures.Of("no_route"));
        }

        IReadOnlyList<RecordedFailure> kept = _recorder.Read();
        kept.Count.ShouldBe(Limits.FailuresKeptPerCode + 1);
        kept[0].Number.ShouldBe(1_001);
        kept[^1].Record.Code.ShouldBe("connection_timeout");
    }

    [Fact]
    public void Writers_on_many_threads_lose_nothing()
    {
        Parallel.For(
            0,
            Limits.FailuresKeptPerCode,
            _ => _recorder.Add(TestFailures.Of("no_route"))
        );

        _recorder
            .Read()
            .Select(f => f.Number)
            .ShouldBe(
                Enumerable.Range(1, Limits.FailuresKeptPerCode).Reverse().Select(n => (long)n)
            );
    }
}
