// Holds the picture of `weir top` to its golden text, and to the height of the screen.
using Shouldly;
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Commands;
using Weir.Commands.Top;
using Xunit;

namespace Weir.Tests.Commands.Top;

public sealed class TopScreenTests
{
    private readonly TopFigures _figures = TopFigures.Between(TopSamples.Before, TopSamples.After);

    [Fact]
    public void A_picture_without_a_limit_shows_everything() =>
        Text(TopScreen.Draw(_figures, 0, ""))
            .ShouldBe(
                """
                weir 1.2.3 running for 1h 1m, 3 connections, 50 requests/s, 2 failures/s, 2.0 KiB/s in, 0 B/s out

                warning: api: c:3 is down
                LISTENER ADDRESS        MODE CONNECTIONS REQ/S
                web      127.0.0.1:9000 http           3    50

                CLUSTER ALGORITHM  USABLE IN USE IDLE REQ/S 5XX/S FAIL/S P50 MS P99 MS
                api     roundRobin    2/4      6    2    50    10      2      1     10

                CLUSTER BACKEND HEALTH    STATE WEIGHT IN USE IDLE PICKS/S REUSED 5XX/S P50 MS LAST CHECK
                api     c:3     unhealthy ready      1      0    0       0      -     0      - refused
                api     d:4     healthy   drain      1      0    0       0      -     0      - -
                api     a:1     healthy   ready      1      1    2      50   75 %    10      1 connected
                api     b:2     healthy   ready      1      5    0       0      -     0      - -


                """
            );

    [Fact]
    public void A_narrow_screen_leaves_columns_out_and_breaks_no_word()
    {
        string text = Text(TopScreen.Draw(_figures, 0, ""), width: 80);
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
        text.ShouldMatch(@"(?m)^api +a:1 +healthy .*10 +1\b");
        text.ShouldNotContain("WEIGHT");
        text.ShouldContain("P99 MS\n");
    }

    [Fact]
    public void A_low_screen_says_what_it_leaves_out()
    {
        string text = Text(TopScreen.Draw(_figures, 13, "q ends"));
        text.ShouldContain("c:3");
        text.ShouldNotContain("b:2");
        text.ShouldEndWith("1 more backends; q ends\n");
    }

    private static string Text(IRenderable picture, int? width = null)
    {
        using var writer = new StringWriter();
        Terminal.Open(writer, width).Write(picture);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
