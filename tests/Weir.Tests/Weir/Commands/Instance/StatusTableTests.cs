// Holds the tables of `weir status` to their golden text.
using Shouldly;
using Weir.Admin.Views;
using Weir.Commands.Instance;
using Xunit;

namespace Weir.Tests.Commands.Instance;

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

                CLUSTER BACKEND     HEALTH    STATE WEIGHT IN USE IDLE  5XX ANSWER MS CHECKED OUTCOME
                api     10.0.0.1:80 unhealthy ready      1      1    0    -         -       - connect refused
                api     10.0.0.2:80 healthy   ready      1      2    0 12 %       0.4       - -

                """
            );
    }

    [Fact]
    public void One_on_trial_is_called_that_and_counts_for_nothing_yet()
    {
        var tried = new BackendView("b:1", "unknown", "ready", 1, 0, 0, null, null)
        {
            OnTrial = true,
        };
        StatusTable.HealthOf(tried).ShouldBe("on trial");
        StatusTable.IsUsable(tried).ShouldBeFalse();
        StatusTable.HealthOf(tried with { Health = "unhealthy" }).ShouldBe("unhealthy");
        StatusTable.HealthOf(tried with { OnTrial = false }).ShouldBe("unknown");
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

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    public void On_a_narrow_screen_columns_are_left_out_and_no_word_is_broken(int width)
    {
        string[] whole = Print(showsAll: true, backends: 30).Split('\n');
        string[] lines = Print(showsAll: true, backends: 30, width).Split('\n');
        lines.Length.ShouldBe(whole.Length, "no line takes two");
        lines.ShouldAllBe(line => line.Length <= width);
        lines.ShouldContain(line =>
            line.Contains("10.0.0.30:80", StringComparison.Ordinal)
            && line.Contains("healthy", StringComparison.Ordinal)
        );
        if (width == 80)
        {
            lines.ShouldContain(
                "api     10.0.0.1:80  unhealthy ready      1    -         - connect refused"
            );
        }
    }

    // The first backend is down; the n-th has n in use.
    private static string Print(bool showsAll, int backends, int? width = null)
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
                    )
                    {
                        ErrorShare = i == 1 ? null : 0.125,
                        AnswerMs = i == 1 ? null : 0.4,
                    }),
            ]
        );
        new StatusTable(writer) { ShowsAll = showsAll, Width = width }.PrintClusters([cluster]);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
