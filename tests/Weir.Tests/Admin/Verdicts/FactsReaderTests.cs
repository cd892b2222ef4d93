// That facts are read from where they are counted.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Admin.Verdicts;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Weir.Tests.Admin.Failures;
using Weir.Tests.Admin.Traffic;
using Xunit;

namespace Weir.Tests.Admin.Verdicts;

public sealed class FactsReaderTests
{
    private readonly FakeControl _control = new();
    private readonly ChangeLog _changes = new();

    private VerdictFacts Read(MetricsSnapshot? before = null)
    {
        MetricsSnapshot now = _control.CollectMetrics();
        var recent = new RecentCounters(before ?? now);
        return new FactsReader(_control, recent.Before, now, _changes, DateTimeOffset.UtcNow).Read(
            recent.Answers(now)
        );
    }

    [Fact]
    public void A_backend_is_told_with_health_state_and_what_keeps_it_down()
    {
        _control.Tcp.RecordCheck(success: false, "connect refused", 1);
        _control.Unix.SetAdmin(AdminState.Maint);
        VerdictFacts facts = Read();
        facts.Clusters.Select(c => c.Name).ShouldBe(["api", "a/b"]);
        BackendFacts tcp = facts.Clusters[0].Backends[0];
        tcp.Reason.ShouldBe("never answered: connect refused");
        tcp.FailuresInRow.ShouldBe(1);
        facts.Clusters[0].Backends[1].State.ShouldBe(AdminState.Maint);
    }

    [Fact]
    public void A_trial_is_told_with_the_failures_before_it()
    {
        _control.Tcp.RecordLiveFailure("connect timed out");
        _control.Tcp.BeginTrial();
        BackendFacts tcp = Read().Clusters[0].Backends[0];
        tcp.IsOnTrial.ShouldBeTrue();
        tcp.IsSick.ShouldBeTrue();
        tcp.IsUsable.ShouldBeFalse();
        tcp.FailuresInRow.ShouldBe(1);
        Read().Clusters.ShouldAllBe(c => c.HasChecks);
    }

    [Fact]
    public void A_rest_counts_from_the_order_behind_it()
    {
        _control.Tcp.SetAdmin(AdminState.Drain, new OperatorOrder(60_000, "a", ""));
        BackendFacts[] backends = [.. Read().Clusters[0].Backends];
        backends[0].RestingSince.ShouldBe(DateTimeOffset.UnixEpoch.AddMinutes(1));
        backends[1].RestingSince.ShouldBeNull();
        _control.Tcp.SetAdmin(AdminState.Ready, new OperatorOrder(90_000, "a", ""));
        Read().Clusters[0].Backends[0].RestingSince.ShouldBeNull();
    }

    [Fact]
    public void Failures_are_those_since_before_and_not_of_clients()
    {
        long[] failures = _control.Metrics.Cluster.Failures;
        failures[(int)FailureCode.ConnectionRefused] = 5;
        MetricsSnapshot before = _control.CollectMetrics();
        failures[(int)FailureCode.ConnectionRefused] = 7;
        failures[(int)FailureCode.NoRoute] = 9;
        failures[(int)FailureCode.ClientDisconnected] = 9;
        TestTraffic.Serve(_control.Metrics, 10);
        _control.Failures.Add(TestFailures.Of("connection_refused"));
        _control.Failures.Add(TestFailures.Of("connection_refused", "other"));

        ClusterFacts api = Read(before).Clusters[0];
        api.Failures.ShouldHaveSingleItem().Value.ShouldBe(2);
        api.Attempts.ShouldBe(10);
        api.FailingBackend.ShouldBe("127.0.0.1:9100");
    }
}
