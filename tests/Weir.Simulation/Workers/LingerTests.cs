// A refused upload: the client goes on sending for a while before it looks for the answer, and must still find it.
using Shouldly;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class LingerTests
{
    private const long Second = 1_000_000;
    private const string Upload = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";

    [Theory]
    [InlineData(Upload, 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: a b\r\nContent-Length: 1000000\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5, 6\r\nHost: a\r\n\r\n", 400)]
    public void Who_keeps_sending_is_read_for_half_a_minute(string request, int status) =>
        Refuse(
            request,
            (run, client) =>
            {
                SendEachSecond(run, client, "x".PadLeft(200), beats: 40);
                run.World.RunFor(29 * Second);
                (client.Status, client.HasFin).ShouldBe((status, true));
                client.Failure.ShouldBe(IoStatus.Ok);
                run.Proxy.Reactors[0].OpenChannelCount.ShouldBe(1);
                run.World.RunFor(3 * Second);
                client.Failure.ShouldBe(IoStatus.Reset);
            }
        );

    [Fact]
    public void Who_stops_sending_is_let_go_two_seconds_later() =>
        Refuse(
            Upload,
            (run, client) =>
            {
                SendEachSecond(run, client, "x".PadLeft(200), beats: 5);
                run.World.RunFor((5 * Second) + (19 * Second / 10));
                run.Proxy.Reactors[0].OpenChannelCount.ShouldBe(1);
                run.World.RunFor(Second / 5);
                run.Proxy.Reactors[0].OpenChannelCount.ShouldBe(0);
            }
        );

    [Fact]
    public void Who_sends_a_trickle_below_the_least_rate_is_let_go_like_one_that_is_silent() =>
        Refuse(
            Upload,
            (run, client) =>
            {
                SendEachSecond(run, client, "x", beats: 10);
                run.World.RunFor(4 * Second);
                run.Proxy.Reactors[0].OpenChannelCount.ShouldBe(0);
            }
        );

    private static void Refuse(string request, Action<WorkerTest, RawClient> test) =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MaxBodyBytes = 10 }),
            run =>
            {
                RawClient client = run.Client(request);
                client.ClosesOnFin = false;
                test(run, client);
                client.Peer.Reset();
                run.World.RunFor(Second);
            }
        );

    private static void SendEachSecond(WorkerTest run, RawClient client, string text, int beats)
    {
        for (int i = 1; i <= beats; i++)
        {
            run.World.Network.After(
                i * Second,
                () =>
                {
                    if (!client.Peer.IsClosed)
                    {
                        client.Send(text);
                    }
                }
            );
        }
    }
}
