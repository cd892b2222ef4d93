// Clients that are slow on purpose: a byte now and then keeps every idle timeout away, and the least rate ends it all the same.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class SlowClientTests
{
    private const long Second = 1_000_000;
    private const string BigPost = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";

    [Fact]
    public void A_body_of_a_byte_a_second_gets_408_after_the_grace() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                long startUs = run.Proxy.NowUs;
                RawClient client = run.Client(BigPost);
                Each(run, Second, () => !client.HasEnded, () => client.Send("x"));
                run.World.RunUntil(() => client.HasEnded, "it is closed", 60 * Second);
                client.Status.ShouldBe(408);
                client.Text.ShouldContain("(http_request_error, request ");
                (client.LastByteUs - startUs).ShouldBeGreaterThan(Limits.DataRateGraceMs * 1000L);
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_body_at_the_least_rate_may_take_its_time() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MinDataRate = 3 }),
            run =>
            {
                RawClient client = run.Client(BigPost);
                Each(run, Second, () => !client.HasEnded, () => client.Send("xxxx"));
                run.World.RunFor(100 * Second);
                client.HasEnded.ShouldBeFalse();
                client.Peer.Close();
                run.World.RunFor(Second);
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_reader_of_a_trickle_is_reset_after_the_grace() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                client.Peer.ReadBytes = 10;
                client.Peer.ReadIntervalUs = Second;
                run.World.RunUntil(() => run.Proxy.SessionCount == 1, "it is accepted");
                run.World.RunUntil(
                    () => run.Proxy.SessionCount == 0,
                    "the session ends",
                    120 * Second
                );
                run.Proxy.Workers[0].Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
                client.Peer.Reset();
            },
            (peer, _, _) => ScriptBackend.Reply(peer, new string('x', 8_000_000))
        );

    // Bounded: nothing here lasts longer than this many beats.
    private static void Each(WorkerTest run, long everyUs, Func<bool> goesOn, Action beat)
    {
        const int MostBeats = 200;
        int beats = 0;
        void Beat()
        {
            if (goesOn() && ++beats < MostBeats)
            {
                beat();
                run.World.Network.After(everyUs, Beat);
            }
        }

        run.World.Network.After(everyUs, Beat);
    }
}
