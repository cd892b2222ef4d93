// The table of health transitions: what each kind of outcome does to each status.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class BackendHealthTests
{
    /// <summary>F a failure to connect, A a failed check of the answer, S a successful check, L a success of live traffic; failure threshold 3, success threshold 2.</summary>
    [Theory]
    [InlineData("", HealthStatus.Unknown, 0)]
    [InlineData("S", HealthStatus.Healthy, 1)]
    [InlineData("L", HealthStatus.Unknown, 0)]
    [InlineData("FF", HealthStatus.Unknown, 0)]
    [InlineData("FFF", HealthStatus.Unhealthy, 1)]
    [InlineData("FFFF", HealthStatus.Unhealthy, 1)]
    [InlineData("FFSFF", HealthStatus.Healthy, 1)]
    [InlineData("FFLFF", HealthStatus.Unknown, 0)]
    [InlineData("FFLFFF", HealthStatus.Unhealthy, 1)]
    [InlineData("SFFF", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFSFFSFF", HealthStatus.Healthy, 1)]
    [InlineData("SFFLFFL", HealthStatus.Healthy, 1)]
    [InlineData("FFFLLLL", HealthStatus.Unhealthy, 1)]
    [InlineData("FFFS", HealthStatus.Unhealthy, 1)]
    [InlineData("FFFSS", HealthStatus.Healthy, 2)]
    [InlineData("FFFSFS", HealthStatus.Unhealthy, 1)]
    [InlineData("FFFSFSS", HealthStatus.Healthy, 2)]
    [InlineData("FFFSLS", HealthStatus.Healthy, 2)]
    [InlineData("FFFSSFF", HealthStatus.Healthy, 2)]
    [InlineData("FFFSSFFF", HealthStatus.Unhealthy, 3)]
    [InlineData("SSSSFFFS", HealthStatus.Unhealthy, 2)]
    [InlineData("ALALA", HealthStatus.Unhealthy, 1)]
    [InlineData("ALFLF", HealthStatus.Unhealthy, 1)]
    [InlineData("AASAA", HealthStatus.Healthy, 1)]
    [InlineData("AASFFLFF", HealthStatus.Healthy, 1)]
    [InlineData("N", HealthStatus.Unhealthy, 1)]
    [InlineData("NN", HealthStatus.Unhealthy, 1)]
    [InlineData("NL", HealthStatus.Unhealthy, 1)]
    [InlineData("NSS", HealthStatus.Healthy, 2)]
    [InlineData("SNSS", HealthStatus.Healthy, 3)]
    public void Outcomes_lead_to_a_status(string outcomes, HealthStatus expected, int transitions)
    {
        var health = new BackendHealth();
        int seen = 0;
        foreach (char outcome in outcomes)
        {
            HealthStatus before = health.Status;
            bool changed = outcome switch
            {
                'F' => health.RecordFailure(3, needsCheck: false, out _),
                'A' => health.RecordFailure(3, needsCheck: true, out _),
                'S' => health.RecordSuccess(2, out HealthStatus from) && from == before,
                'N' => health.MarkUnhealthy(),
                _ => RecordLiveSuccess(health),
            };
            changed.ShouldBe(health.Status != before);
            seen += changed ? 1 : 0;
        }

        health.Status.ShouldBe(expected);
        seen.ShouldBe(transitions);
    }

    [Fact]
    public void Failures_in_a_row_are_counted_over_the_threshold_and_reset_by_a_success()
    {
        var health = new BackendHealth();
        for (int i = 1; i <= 5; i++)
        {
            health.RecordFailure(3, needsCheck: false, out int failures);
            failures.ShouldBe(i);
        }

        health.RecordSuccess(1, out _);
        health.Failures.ShouldBe(0);
    }

    [Fact]
    public void Of_many_threads_that_fail_at_once_exactly_one_makes_the_transition()
    {
        for (int round = 0; round < 200; round++)
        {
            var health = new BackendHealth();
            int transitions = 0;
            Parallel.For(
                0,
                8,
                _ =>
                {
                    if (health.RecordFailure(3, needsCheck: false, out int _))
                    {
                        Interlocked.Increment(ref transitions);
                    }
                }
            );

            transitions.ShouldBe(1);
            health.Failures.ShouldBe(8);
        }
    }

    private static bool RecordLiveSuccess(BackendHealth health)
    {
        health.RecordLiveSuccess();
        return false;
    }
}
