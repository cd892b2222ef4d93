// Holds the tables of `weir status` to their golden text.
using Shouldly;
using Weir.Admin.Views;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands;

public sealed class StatusTableTests
{
    [Fact]
    public void Small_clusters_are_shown_whole()
    {
        Print(showsAll: false, backends: 2)
            .ShouldBe(
                """
                CLUSTER ALGORITHM  USABLE IN USE IDLE
                api     roundRobin    1/2      3    0

                CLUSTER BACKEND     HEALTH    STATE WEIGHT IN USE IDLE CHECKED OUTCOME
                api     10.0.0.1:80 unhealthy ready      1      1    0       - connect refused
                api     10.0.0.2:80 healthy   ready      1      2    0       - -

                """
            );
    }

    [Fact]
    public void A_large_cluster_is_shown_by_those_that_need_a_look()
    {
        string text = Print(showsAll: false, backends: 100);
        string[] rows =
        [
            .. text.Split('\n').Where(l => l.Contains("10.0.0.", StringComparison.Ordinal)),
        ];
        rows.Length.ShouldBe(15);
        rows[0].ShouldContain("10.0.0.1:80");
        rows[1].ShouldContain("10.0.0.100:80"); // the busiest
        text.ShouldEndWith("and 85 backends more; weir status --all shows them\n");
    }

    [Fact]
    public void All_are_shown_when_asked_for()
    {
        string text = Print(showsAll: true, backends: 100);
        text.Split('\n').Count(l => l.Contains("10.0.0.", StringComparison.Ordinal)).ShouldBe(100);
        text.ShouldNotContain("more");
    }

    // The first backend is down; the n-th has n in use.
    private static string Print(bool showsAll, int backends)
    {
        using var writer = new StringWriter();
        var cluster = new ClusterView(
            "api",
            "roundRobin",
            [
                .. Enumerable
                    .Range(1, backends)
                    .Select(i => new BackendView(
                        $"10.0.0.{i}:80",
                        i == 1 ? "unhealthy" : "healthy",
                        "ready",
                        1,
                        i,
                        0,
                        null,
                        i == 1 ? "connect refused" : null
                    )),
            ]
        );
        new StatusTable(writer) { ShowsAll = showsAll }.PrintClusters([cluster]);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
