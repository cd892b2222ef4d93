// Holds the doctor's history to its window, and what is concluded from it.
using Shouldly;
using Weir.Proxy.Configuration;
using Weir.Proxy.Doctor;
using Xunit;

namespace Weir.Tests.Proxy.Doctor;

public sealed class DoctorHistoryTests
{
    [Fact]
    public void The_window_begins_at_the_oldest_look_that_is_kept()
    {
        var history = new DoctorHistory();
        for (int i = 0; i < 100; i++)
        {
            history.Add(DoctorLooks.Look(true, 0, i, 0, 0), i * 5);
        }

        LiveFacts live = history.UpTo(DoctorLooks.Look(true, 0, 100, 0, 0), 500);
        live.WindowSeconds.ShouldBe(300);
        live.Before.Backends[0].Evictions[0].ShouldBe(40);
    }

    [Fact]
    public void Without_a_look_nothing_happened()
    {
        LiveFacts live = new DoctorHistory().UpTo(DoctorLooks.Look(true, 0, 7, 0, 0), 500);
        live.WindowSeconds.ShouldBe(0);
        (var before, var now) = live.Backends().First();
        before.ShouldBe(now);
    }

    [Fact]
    public void The_size_that_would_have_sufficed_is_the_most_seen_at_once() =>
        Remedy(DoctorLooks.Facts(overflow: 7, inUse: 40), "pool-overflow")
            .ShouldStartWith("set connectionPoolSize to 43:");

    [Fact]
    public void Connections_that_backends_closed_name_the_timeout_to_lower() =>
        Remedy(DoctorLooks.Facts(stale: 2), "pool-outlives-backend").ShouldContain("it is 60s");

    private static string Remedy(DoctorFacts facts, string code) =>
        Diagnosis
            .Of(
                ConfigReader
                    .Read(
                        """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1" }, { "address": "h:2" } ] }""",
                        "f",
                        new ConfigReadOptions()
                    )
                    .Config!, // it is valid
                facts
            )
            .Single(f => f.Code == code)
            .Remedy;
}
