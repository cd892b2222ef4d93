// Holds the doctor's history to its window, and what is concluded from it.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Doctor;
using Xunit;
using Figures = Weir.Tests.Proxy.Doctor.DoctorLooks.Figures;

namespace Weir.Tests.Proxy.Doctor;

public sealed class DoctorHistoryTests
{
    private const string Http =
        """{ "listen": { "port": 1, "mode": "http" }, "backends": [ { "address": "h:1" }, { "address": "h:2" } ] }""";

    private const string Tcp =
        """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1" }, { "address": "h:2" } ] }""";

    [Fact]
    public void The_window_begins_at_the_oldest_look_that_is_kept()
    {
        var history = new DoctorHistory();
        for (int i = 0; i < 100; i++)
        {
            history.Add(DoctorLooks.Look(new Figures { Overflow = i }), i * 5);
        }

        LiveFacts live = history.UpTo(DoctorLooks.Look(new Figures { Overflow = 100 }), 500);
        live.WindowSeconds.ShouldBe(300);
        live.Before.Backends[0].Evictions[0].ShouldBe(40);
    }

    [Fact]
    public void Without_a_look_nothing_happened()
    {
        LiveFacts live = new DoctorHistory().UpTo(DoctorLooks.Look(new Figures()), 500);
        live.WindowSeconds.ShouldBe(0);
        (var before, var now) = live.Backends().First();
        before.ShouldBe(now);
    }

    [Fact]
    public void The_size_that_would_have_sufficed_is_the_most_seen_at_once() =>
        Find(Http, DoctorLooks.Facts(overflow: 7, inUse: 40), "pool-overflow")
            .ShouldHaveSingleItem()
            .Remedy.ShouldStartWith("set connectionPoolSize to 43:");

    [Fact]
    public void Connections_that_a_backend_closes_again_and_again_name_the_timeout_to_lower() =>
        Find(Http, StaleOver(0, 2, 2, 5), "pool-outlives-backend")
            .ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                f => f.Message.ShouldContain("closed 5 idle connections in 300 s"),
                f => f.Remedy.ShouldContain("it is 60s")
            );

    [Theory]
    [InlineData(0, 10, 10, 10)]
    [InlineData(0, 6, 10, 10)] // the same moment, cut by a look
    [InlineData(0, 0, 0, 10)]
    public void What_a_backend_closes_at_one_time_only_is_its_restart(
        int first,
        int second,
        int third,
        int fourth
    ) =>
        Find(Http, StaleOver(first, second, third, fourth), "pool-outlives-backend")
            .ShouldBeEmpty();

    [Fact]
    public void A_killed_backend_is_not_said_to_have_a_short_keep_alive()
    {
        var alive = new Figures();
        var first = new Figures { Stale = 4, ConnectsRefused = 1 };
        var dead = new Figures
        {
            IsHealthy = false,
            Falls = 1,
            Stale = 4,
            ConnectsRefused = 3,
        };
        Figures revived = dead with { IsHealthy = true };
        Figures again = revived with { Stale = 9 };
        foreach (
            Figures[] looks in new Figures[][]
            {
                [alive, first, dead, dead],
                [alive, first, dead, revived, again],
                [alive, first, first, again with { Falls = 0, ConnectsRefused = 1 }],
            }
        )
        {
            Find(Http, DoctorLooks.Over(looks), "pool-outlives-backend").ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_lost_warm_connection_carried_no_request_and_one_that_is_reused_may()
    {
        DoctorFacts facts = StaleOver(0, 2, 2, 5);
        Find(Tcp, facts, "pool-outlives-backend").ShouldBeEmpty();
        Find(
                Tcp.Replace(
                    "\"backends\"",
                    "\"loadBalancer\": { \"tcpPooling\": \"reuse\" }, \"backends\"",
                    StringComparison.Ordinal
                ),
                facts,
                "pool-outlives-backend"
            )
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void A_drain_is_compared_with_responses_of_http_clusters_only()
    {
        const string Mixed = """
            { "listeners": [ { "name": "t", "address": "127.0.0.1:1", "mode": "tcp", "cluster": "slow" },
                             { "name": "h", "address": "127.0.0.1:2", "mode": "http", "cluster": "quick" } ],
              "clusters": { "slow": { "backends": [ { "address": "h:1" } ], "responseTimeout": 600 },
                            "quick": { "backends": [ { "address": "h:1" } ], "responseTimeout": 5 } } }
            """;
        Find(Mixed, new DoctorFacts(), "drain-too-short").ShouldBeEmpty();
        Find(
                Mixed.Replace(": 5 }", ": 50 }", StringComparison.Ordinal),
                new DoctorFacts(),
                "drain-too-short"
            )
            .ShouldHaveSingleItem()
            .Message.ShouldContain("may take 50s (responseTimeout of cluster quick)");
    }

    [Fact]
    public void Requests_refused_at_the_limit_come_first_and_the_pool_is_not_called_too_big()
    {
        string limited = Http.Replace(
            "\"backends\"",
            "\"loadBalancer\": { \"maxConnections\": 2 }, \"backends\"",
            StringComparison.Ordinal
        );
        Find(limited, DoctorLooks.Facts(served: 81), "pool-below-limit").ShouldHaveSingleItem();

        DoctorFacts facts = DoctorLooks.Facts(refused: 19, served: 81);
        DoctorFinding first = All(limited, facts)[0];
        (first.Code, first.Severity).ShouldBe(("requests-refused", FindingSeverity.Error));
        first.Message.ShouldContain("its 2 of maxConnections");
        first.Remedy.ShouldContain("maxQueue");
        Find(limited, facts, "pool-below-limit").ShouldBeEmpty();
    }

    private static DoctorFacts StaleOver(params int[] stale) =>
        DoctorLooks.Over([.. stale.Select(s => new Figures { Stale = s })]);

    private static DoctorFinding[] Find(string config, DoctorFacts facts, string code) =>
        [.. All(config, facts).Where(f => f.Code == code)];

    private static DoctorFinding[] All(string config, DoctorFacts facts) =>
        [
            .. Diagnosis.Of(
                ConfigReader.Read(config, "f", new ConfigReadOptions()).Config!, // it is valid
                facts
            ),
        ];
}
