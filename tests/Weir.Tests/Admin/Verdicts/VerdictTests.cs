// What is said of which facts, and that what is meant so is no problem.
using System.Collections.Immutable;
using Shouldly;
using Weir.Admin;
using Weir.Admin.Verdicts;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Admin.Verdicts;

public sealed class VerdictTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 16, 0, 0, TimeSpan.Zero);

    private static BackendFacts Good(string address = "b:1") =>
        new()
        {
            Address = address,
            Responses = 100,
            AnswerMs = 0.4,
        };

    private static BackendFacts Bad(string address = "b:1") =>
        Good(address) with
        {
            Health = HealthStatus.Unhealthy,
            FailuresInRow = 3,
            Reason = "connect refused",
            Responses = 0,
            AnswerMs = null,
        };

    private static ClusterFacts Web(params BackendFacts[] backends) =>
        new()
        {
            Name = "web",
            Backends = [.. backends],
            Attempts = 200,
        };

    private static Verdict Judge(params ClusterFacts[] clusters) =>
        Verdict.Of(new VerdictFacts { Now = s_now, Clusters = [.. clusters] });

    private static Problem TheOnly(Verdict verdict, Severity severity)
    {
        Problem problem = verdict.Problems.ShouldHaveSingleItem();
        problem.Severity.ShouldBe(severity);
        verdict.IsOk.ShouldBe(severity == Severity.Info);
        return problem;
    }

    [Fact]
    public void All_is_well_where_nothing_is_wrong()
    {
        Verdict verdict = Judge(Web(Good(), Good("b:2")));
        verdict.IsOk.ShouldBeTrue();
        verdict.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_backend_that_was_never_checked_is_no_problem() =>
        Judge(Web(Good() with { Health = HealthStatus.Unknown, HasNeverAnswered = true }))
            .Problems.ShouldBeEmpty();

    [Fact]
    public void One_down()
    {
        Problem problem = TheOnly(Judge(Web(Bad(), Good("b:2"))), Severity.Warning);
        problem.What.ShouldBe("web: b:1 is down");
        problem.Why.ShouldBe("connect refused; 3 failures in a row");
        problem.Remedy.ShouldContain("nothing listens at b:1");
    }

    [Fact]
    public void All_down()
    {
        Verdict verdict = Judge(Web(Bad(), Bad("b:2")), Web(Good()) with { Name = "api" });
        verdict.IsOk.ShouldBeFalse();
        verdict
            .Problems.Select(p => p.What)
            .ShouldBe(["web: no usable backend", "web: b:1 is down", "web: b:2 is down"]);
        verdict.Problems[0].Severity.ShouldBe(Severity.Error);
        Judge(Web(Bad()) with { FailsOpen = true })
            .Problems[0]
            .ShouldSatisfyAllConditions(
                p => p.Severity.ShouldBe(Severity.Warning),
                p => p.Why.ShouldContain("failOpen")
            );
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Unknown)]
    public void One_on_trial_is_a_problem_until_it_has_answered(HealthStatus health)
    {
        BackendFacts tried = Bad() with
        {
            Health = health,
            IsOnTrial = true,
            Reason = "on trial; before: connect timed out",
        };
        Problem problem = TheOnly(Judge(Web(tried, Good("b:2"))), Severity.Warning);
        problem.What.ShouldBe("web: b:1 is on trial: it has not answered since it failed");
        problem.Remedy.ShouldContain("does not answer in time");

        Verdict alone = Judge(Web(tried) with { HasChecks = false });
        alone.Problems[0].What.ShouldBe("web: no usable backend");
        alone.Problems[0].Why.ShouldContain("on trial");
        alone.Problems[0].Remedy.ShouldContain("without checks, clients find out");
        Judge(Web(tried)).Problems[0].Remedy.ShouldContain("checks notice by themselves");
    }

    [Fact]
    public void A_problem_knows_its_cluster_and_one_of_the_process_has_none()
    {
        Judge(Web(Bad())).Problems.ShouldAllBe(p => p.Cluster == "web");
        Verdict
            .Of(new VerdictFacts { Now = s_now, IsDraining = true })
            .Problems[0]
            .Cluster.ShouldBeNull();
    }

    [Fact]
    public void Many_that_are_down_are_summed_up()
    {
        BackendFacts[] down = [.. Enumerable.Range(1, 5).Select(i => Bad($"b:{i}"))];
        down[4] = down[4] with { Reason = "connect timed out" };
        Problem problem = TheOnly(Judge(Web([.. down, Good("b:6")])), Severity.Warning);
        problem.What.ShouldBe("web: 5 of 6 backends are unhealthy");
        problem.Why.ShouldBe("most often: connect refused (4 of 5)");
    }

    [Theory]
    [InlineData("connect refused", "never answered: connect refused; 1 failure in a row")]
    [InlineData("never answered: x", "never answered: x; 1 failure in a row")]
    public void One_that_never_answered_is_told_so(string reason, string why)
    {
        BackendFacts stranger = Bad() with
        {
            HasNeverAnswered = true,
            FailuresInRow = 1,
            Reason = reason,
        };
        TheOnly(Judge(Web(stranger, Good("b:2"))), Severity.Warning).Why.ShouldBe(why);
        TheOnly(
            Judge(Web(stranger with { Health = HealthStatus.Unknown }, Good("b:2"))),
            Severity.Warning
        )
            .What.ShouldBe("web: b:1 has never answered");
    }

    [Theory]
    [InlineData("status 503, expected 200")]
    [InlineData("never answered: status 503, expected 200")]
    public void One_whose_check_meets_another_status_answers_for_whoever_asks(string reason) =>
        TheOnly(Judge(Web(Bad() with { Reason = reason }, Good("b:2"))), Severity.Warning)
            .Remedy.ShouldStartWith("it answers, but not as the check expects");

    [Theory]
    [InlineData(800, 0.4, "web: b:1 answers 2,000 times slower than its peers")]
    [InlineData(120, 10, "web: b:1 answers 12 times slower than its peers")]
    [InlineData(99, 10, null)]
    [InlineData(40, 0.4, null)] // a hundred times as long, and yet nobody minds
    public void One_that_is_slow_beside_its_peers(double own, double peers, string? what)
    {
        Verdict verdict = Judge(
            Web(
                Good() with
                {
                    AnswerMs = own,
                    Responses = 3,
                },
                Good("b:2") with
                {
                    AnswerMs = peers,
                },
                Good("b:3") with
                {
                    AnswerMs = peers,
                }
            )
        );
        verdict.Problems.Select(p => p.What).ShouldBe(what is null ? [] : [what]);
    }

    [Fact]
    public void Too_few_answers_and_a_lonely_backend_are_not_compared()
    {
        BackendFacts slow = Good() with { AnswerMs = 5000 };
        Judge(Web(slow)).Problems.ShouldBeEmpty();
        Judge(Web(slow with { Responses = 2 }, Good("b:2"))).Problems.ShouldBeEmpty();
        Judge(Web(slow, Good("b:2") with { Responses = 2 })).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100, 100, "web: b:1 answers 5xx to 100 %", Severity.Error)]
    [InlineData(10, 100, "web: b:1 answers 5xx to 10 %", Severity.Warning)]
    [InlineData(3, 3, "web: b:1 answers 5xx to 100 %", Severity.Error)]
    public void One_that_answers_errors_while_its_checks_are_green(
        int errors,
        int responses,
        string what,
        Severity severity
    )
    {
        BackendFacts failing = Good() with { Responses = responses, ServerErrors = errors };
        Problem problem = TheOnly(Judge(Web(failing, Good("b:2"))), severity);
        problem.What.ShouldBe(what);
        problem.Why.ShouldContain("counts as healthy");
        problem.Remedy.ShouldContain("weir drain web/b:1");
        TheOnly(Judge(Web(failing)), severity).Remedy.ShouldNotContain("drain");
    }

    [Fact]
    public void A_few_errors_are_an_accident()
    {
        Judge(Web(Good() with { Responses = 2, ServerErrors = 2 })).Problems.ShouldBeEmpty();
        Judge(Web(Good() with { Responses = 100, ServerErrors = 4 })).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(150, Severity.Error, "web: 75 % of requests fail")]
    [InlineData(3, Severity.Warning, "web: 1.5 % of requests fail")]
    public void Requests_that_fail_are_told_with_their_most_frequent_reason(
        int failures,
        Severity severity,
        string what
    )
    {
        ClusterFacts cluster = Web(Good()) with
        {
            Failures = new Dictionary<FailureCode, long>
            {
                [FailureCode.HttpResponseTimeout] = failures - 1,
                [FailureCode.ConnectionRefused] = 1,
            }.ToImmutableDictionary(),
            FailingBackend = "b:1",
        };
        Problem problem = TheOnly(Judge(cluster), severity);
        problem.What.ShouldBe(what);
        problem.Why.ShouldBe(
            "mostly http_response_timeout (a backend took too long to answer), at b:1 most of all"
        );
        Judge(cluster with { Attempts = 100_000 })
            .IsOk.ShouldBeTrue("few of many are single clients' trouble");
    }

    [Fact]
    public void A_configuration_that_was_rejected()
    {
        Problem problem = TheOnly(
            Verdict.Of(
                new VerdictFacts
                {
                    Now = s_now,
                    Rejected = new RejectedConfig(
                        s_now.AddMinutes(-33),
                        "is invalid",
                        ["weir.json:7:62: error unknown-key: x"]
                    ),
                }
            ),
            Severity.Warning
        );
        problem.What.ShouldBe(
            "the file on disk is invalid since 15:27 UTC: weir.json:7:62: error unknown-key: x; a restart would fail"
        );
    }

    [Theory]
    [InlineData(AdminState.Drain, 59, true, "web: 1 backend out of service by choice")]
    [InlineData(AdminState.Drain, 60, false, "web: b:1 has been drained for 60 min")]
    [InlineData(AdminState.Maint, 60 * 50, false, "web: b:1 has been in maintenance for 2 d")]
    [InlineData(AdminState.Ready, null, true, "web: 1 backend out of service by choice")] // the file's weight
    public void A_drain_is_a_problem_once_it_is_forgotten(
        AdminState state,
        int? minutes,
        bool ok,
        string what
    )
    {
        BackendFacts resting = Good() with
        {
            State = state,
            Weight = state == AdminState.Ready ? 0 : 1,
            RestingSince = minutes is { } m ? s_now.AddMinutes(-m) : null,
        };
        Problem problem = TheOnly(
            Judge(Web(resting, Good("b:2"))),
            ok ? Severity.Info : Severity.Warning
        );
        problem.What.ShouldBe(what);
    }

    [Fact]
    public void A_log_that_loses_lines_and_a_process_that_ends()
    {
        TheOnly(
            Verdict.Of(
                new VerdictFacts
                {
                    Now = s_now,
                    LogProblems = ["access.log: disk full", "the log: gone"],
                }
            ),
            Severity.Warning
        )
            .Why.ShouldBe("access.log: disk full; the log: gone");
        TheOnly(Verdict.Of(new VerdictFacts { Now = s_now, IsDraining = true }), Severity.Info);
    }

    [Fact]
    public void A_cluster_at_its_limit()
    {
        BackendFacts full = Good() with { IsFull = true };
        TheOnly(Judge(Web(full)), Severity.Warning).What.ShouldContain("connection limit");
        Judge(Web(full, Good("b:2"))).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void The_worst_comes_first() =>
        Judge(
            Web(Good() with { State = AdminState.Drain }, Good("b:2")),
            Web(Bad()) with
            {
                Name = "api",
            }
        )
            .Problems.Select(p => p.Severity)
            .ShouldBe([Severity.Error, Severity.Warning, Severity.Info]);
}
