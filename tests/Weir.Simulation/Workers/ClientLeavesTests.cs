// A client that leaves while its response is awaited or under way: its place on the backend is free at once, whatever it left unread.
using Shouldly;
using Weir.Proxy.Events;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class ClientLeavesTests
{
    private const long Second = 1_000_000;

    // A few turns and the wires between.
    private const long AtOnceUs = 50_000;
    private const string Event = "6\r\nevent\n\r\n";
    private const string EventStream =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        + Event;

    [Theory]
    [InlineData(WorkerTest.Get, false)]
    [InlineData(WorkerTest.Get, true)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", false)]
    [InlineData(WorkerTest.Post, false)]
    public void Who_leaves_a_quiet_stream_frees_its_place_at_once(string request, bool byReset) =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(request);
                run.World.RunFor(Second);
                client.Status.ShouldBe(200);
                Leave(client, byReset);
                ShouldBeGone(run);
            },
            (peer, _, _) => Say(peer, EventStream)
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_leaves_before_the_response_begins_frees_its_place_at_once(bool byReset) =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunFor(Second);
                Leave(client, byReset);
                ShouldBeGone(run);
            },
            (_, _, _) => { }
        );

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(5_000, false)] // more than a block
    [InlineData(5_000, true)]
    public void So_does_one_that_has_sent_further_requests(int further, bool byReset) =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunFor(Second);
                for (int i = 0; i < further; i++)
                {
                    client.Send(WorkerTest.Get);
                    run.World.RunFor(further == 1 ? 1 : 0);
                }

                run.World.RunFor(Second);
                Leave(client, byReset);
                ShouldBeGone(run);
            },
            (peer, _, _) => Say(peer, EventStream)
        );

    [Fact]
    public void So_does_one_whose_requests_came_in_one_piece() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get + WorkerTest.Get);
                run.World.RunFor(Second);
                Leave(client, byReset: false);
                ShouldBeGone(run);
            },
            (peer, _, _) => Say(peer, EventStream)
        );

    [Fact]
    public void A_reset_is_noticed_while_the_backend_takes_no_byte_of_the_request() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), Narrow);
                RawClient client = run.Client(
                    "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n"
                        + new string('x', 300_000)
                );
                run.World.RunFor(20_000);
                run.Backends[0].Peers[0].PauseReading();
                run.World.RunFor(Second);
                client.Peer.Reset();
                run.World.RunFor(AtOnceUs);
                run.Proxy.SessionCount.ShouldBe(0);
                run.Backends[0].Peers[0].ResumeReading();
                ShouldBeGone(run);
            },
            (_, _, _) => { }
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fin_right_behind_the_request_means_that_all_is_said(bool pipelines) =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                if (pipelines)
                {
                    run.World.RunFor(Second);
                    client.Send(WorkerTest.Get);
                }

                client.Peer.Fin();
                run.World.RunUntil(() => client.HasEnded, "the end");
                client.HasFin.ShouldBeTrue();
                client.ResponseCount.ShouldBe(pipelines ? 2 : 1);
                client.Text.ShouldEndWith("0\r\n\r\n");
            },
            (peer, _, count) =>
            {
                Say(peer, EventStream);
                peer.After(count == 1 ? 2 * Second : 0, p => Say(p, "0\r\n\r\n"));
            }
        );

    [Fact]
    public void Where_halfClose_says_so_it_means_that_at_any_time_but_a_reset_never_does() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { HalfClose = true }),
            run =>
            {
                RawClient whole = run.Client(WorkerTest.Get);
                RawClient broken = run.Client(WorkerTest.Get);
                run.World.RunFor(Second);
                whole.Peer.Fin();
                broken.Peer.Fin();
                run.World.RunFor(Second);
                run.Proxy.SessionCount.ShouldBe(2);
                broken.Peer.Reset();
                run.World.RunFor(AtOnceUs);
                run.Proxy.SessionCount.ShouldBe(1);
                run.World.RunUntil(() => whole.HasEnded, "the end");
                whole.Text.ShouldEndWith("0\r\n\r\n");
                whole.HasFin.ShouldBeTrue();
            },
            (peer, _, _) =>
            {
                Say(peer, EventStream);
                peer.After(4 * Second, p => Say(p, "0\r\n\r\n"));
            }
        );

    [Fact]
    public void Who_leaves_before_it_has_taken_the_rest_has_left_though_the_backend_is_done() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Front, Narrow);
                RawClient client = run.Client(WorkerTest.Get);
                client.Peer.PauseReading();
                run.World.RunFor(Second);
                run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(0);
                client.Peer.Fin();
                run.World.RunFor(AtOnceUs);
                run.Proxy.SessionCount.ShouldBe(0);
                run.Proxy.Events.Accesses[^1].Status.ShouldBe(499);
                client.Peer.Reset();
            },
            (peer, _, _) => ScriptBackend.Reply(peer, new string('x', 30_000))
        );

    private static FaultProfile Narrow =>
        new()
        {
            MinBufferBytes = 1_000,
            MaxBufferBytes = 1_000,
            MinDelayUs = 1_000,
            MaxDelayUs = 1_000,
        };

    private static void Say(SimPeer peer, string text) =>
        peer.Send(System.Text.Encoding.Latin1.GetBytes(text));

    private static void Leave(RawClient client, bool byReset)
    {
        if (byReset)
        {
            client.Peer.Reset();
        }
        else
        {
            client.Peer.Fin(); // as close(2) does; what the proxy sends then finds nobody
        }
    }

    private static void ShouldBeGone(WorkerTest run)
    {
        run.World.RunFor(AtOnceUs);
        run.Proxy.SessionCount.ShouldBe(0);
        run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(0);
        run.Backends[0].OpenCount.ShouldBe(0);
        AccessRecord last = run.Proxy.Events.Accesses[^1];
        (last.Status, last.Error).ShouldBe((499, "client_disconnected"));
    }
}
