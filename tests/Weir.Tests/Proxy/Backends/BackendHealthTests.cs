// The table of health transitions: what each kind of outcome does to each status.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class BackendHealthTests
{
    /// <summary>F a failure to connect, A a failed check of the answer, S a successful check, L a success of live traffic, N a name
    /// that does not resolve, T a trial; failure threshold 3, success threshold 2.</summary>
    [Theory]
    [InlineData("", HealthStatus.Unknown, 0)]
    [InlineData("S", HealthStatus.Healthy, 1)]
    [InlineData("L", HealthStatus.Unknown, 0)]
    [InlineData("F", HealthStatus.Unhealthy, 1)]
    [InlineData("A", HealthStatus.Unhealthy, 1)]
    [InlineData("FFFF", HealthStatus.Unhealthy, 1)]
    [InlineData("LF", HealthStatus.Unhealthy, 1)]
    [InlineData("FL", HealthStatus.Unhealthy, 1)]
    [InlineData("FS", HealthStatus.Healthy, 2)]
    [InlineData("FLS", HealthStatus.Healthy, 2)]
    [InlineData("FSFF", HealthStatus.Healthy, 2)]
    [InlineData("SFF", HealthStatus.Healthy, 1)]
    [InlineData("SFFSFF", HealthStatus.Healthy, 1)]
    [InlineData("SFFLFF", HealthStatus.Healthy, 1)]
    [InlineData("SFFLFFF", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFF", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFSFFSFF", HealthStatus.Healthy, 1)]
    [InlineData("SFFLFFL", HealthStatus.Healthy, 1)]
    [InlineData("SFFFLLLL", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFFS", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFFSS", HealthStatus.Healthy, 3)]
    [InlineData("SFFFSFS", HealthStatus.Unhealthy, 2)]
    [InlineData("SFFFSFSS", HealthStatus.Healthy, 3)]
    [InlineData("SFFFSLS", HealthStatus.Healthy, 3)]
    [InlineData("SFFFSSFF", HealthStatus.Healthy, 3)]
    [InlineData("SFFFSSFFF", HealthStatus.Unhealthy, 4)]
    [InlineData("SSSSFFFS", HealthStatus.Unhealthy, 2)]
    [InlineData("SALALA", HealthStatus.Unhealthy, 2)]
    [InlineData("SALFLF", HealthStatus.Unhealthy, 2)]
    [InlineData("SAASAA", HealthStatus.Healthy, 1)]
    [InlineData("SAASFFLFF", HealthStatus.Healthy, 1)]
    [InlineData("N", HealthStatus.Unhealthy, 1)]
    [InlineData("NN", HealthStatus.Unhealthy, 1)]
    [InlineData("NL", HealthStatus.Unhealthy, 1)]
    [InlineData("NS", HealthStatus.Healthy, 2)]
    [InlineData("SNS", HealthStatus.Unhealthy, 2)]
    [InlineData("SNSS", HealthStatus.Healthy, 3)]
    [InlineData("T", HealthStatus.Unknown, 0)]
    [InlineData("ST", HealthStatus.Healthy, 1)]
    [InlineData("FT", HealthStatus.Unknown, 2)]
    [InlineData("FTF", HealthStatus.Unhealthy, 3)]
    [InlineData("SFFFT", HealthStatus.Unknown, 3)]
    [InlineData("SFFFTF", HealthStatus.Unhealthy, 4)]
    [InlineData("SFFFTL", HealthStatus.Unknown, 3)]
    [InlineData("SFFFTS", HealthStatus.Healthy, 4)]
    [InlineData("SFFFTSFF", HealthStatus.Healthy, 4)]
    [InlineData("SAAATLF", HealthStatus.Unhealthy, 4)]
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
                'T' => health.BeginTrial(),
                _ => RecordLiveSuccess(health),
            };
            changed.ShouldBe(health.Status != before);
            seen += changed ? 1 : 0;
        }

        health.Status.ShouldBe(expected);
        seen.ShouldBe(transitions);
    }

    [Theory]
    [InlineData("F", false)]
    [InlineData("FT", true)]
    [InlineData("FTF", true)]
    [InlineData("FTFT", true)]
    [InlineData("FTN", true)]
    [InlineData("FTFTS", false)]
    [InlineData("FTSF", false)]
    public void A_trial_lasts_over_its_failures_until_an_answer(string outcomes, bool isOnTrial)
    {
        var health = new BackendHealth();
        foreach (char outcome in outcomes)
        {
            _ = outcome switch
            {
                'F' => health.RecordFailure(3, needsCheck: false, out _),
                'S' => health.RecordSuccess(1, out _),
                'N' => health.MarkUnhealthy(),
                _ => health.BeginTrial(),
            };
        }

        health.IsOnTrial.ShouldBe(isOnTrial);
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
