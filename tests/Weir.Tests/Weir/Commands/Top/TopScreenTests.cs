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
                weir 1.2.3 running for 0.01:01:01, 3 connections, 50 requests/s, 2 failures/s, 2.0 KiB/s in, 0 B/s out

                LISTENER ADDRESS        MODE CONNECTIONS REQ/S
                web      127.0.0.1:9000 http           3    50

                CLUSTER ALGORITHM  USABLE IN USE IDLE REQ/S 5XX/S FAIL/S P50 MS P99 MS
                api     roundRobin    2/4      6    2    50    10      2      1     10

                CLUSTER BACKEND HEALTH    STATE WEIGHT IN USE IDLE PICKS/S REUSED LAST CHECK
                api     c:3     unhealthy ready      1      0    0       0      - refused
                api     d:4     healthy   drain      1      0    0       0      - -
                api     b:2     healthy   ready      1      5    0       0      - -
                api     a:1     healthy   ready      1      1    2      50   75 % connected


                """
            );

    [Fact]
    public void A_low_screen_says_what_it_leaves_out()
    {
        string text = Text(TopScreen.Draw(_figures, 12, "q ends"));
        text.ShouldContain("c:3");
        text.ShouldNotContain("a:1");
        text.ShouldEndWith("1 more backends; q ends\n");
    }

    private static string Text(IRenderable picture)
    {
        using var writer = new StringWriter();
        Terminal.Open(writer).Write(picture);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
