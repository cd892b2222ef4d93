// A response or stream that breaks off: what came before reaches the other side, however late it reads, and the end tells the truth.
using System.Text;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Io;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class CutTests
{
    private const long Second = 1_000_000;
    private const int SentBytes = 200_000;

    private static readonly string Body = new('x', SentBytes);

    [Theory]
    [InlineData("Content-Length: 900000", "", false)]
    [InlineData("Content-Length: 900000", "", true)]
    [InlineData("Transfer-Encoding: chunked", "fffff\r\n", false)]
    [InlineData("Transfer-Encoding: chunked", "fffff\r\n", true)]
    [InlineData("X: close-framed", "", true)]
    public void A_cut_that_length_or_chunks_show_ends_by_fin_behind_every_byte(
        string field,
        string chunk,
        bool byReset
    ) =>
        Run(
            run =>
            {
                RawClient client = Cut(run, WorkerTest.Get, byReset);
                run.World.RunUntil(() => client.HasEnded, "the end");
                client.HasFin.ShouldBeTrue();
                client.Text.Count(c => c == 'x').ShouldBe(SentBytes);
                client.Text.ShouldNotEndWith("0\r\n\r\n");
                run.Proxy.Events.Accesses[^1].Error.ShouldBe("http_response_incomplete");
            },
            (peer, _, _) => Say(peer, $"HTTP/1.1 200 OK\r\n{field}\r\n\r\n{chunk}{Body}")
        );

    [Theory]
    [InlineData("X: close-framed", "", true)]
    [InlineData("Transfer-Encoding: chunked", "fffff\r\n", false)]
    public void Where_only_the_close_ends_a_body_a_cut_is_a_reset_behind_every_byte(
        string field,
        string chunk,
        bool byReset
    ) =>
        Run(
            run =>
            {
                RawClient client = Cut(run, "GET / HTTP/1.0\r\nHost: a\r\n\r\n", byReset);
                run.World.RunUntil(() => client.HasEnded, "the end");
                client.Failure.ShouldBe(IoStatus.Reset);
                client.Text.Count(c => c == 'x').ShouldBe(SentBytes);
            },
            (peer, _, _) => Say(peer, $"HTTP/1.1 200 OK\r\n{field}\r\n\r\n{chunk}{Body}")
        );

    [Fact]
    public void The_place_on_the_backend_is_free_while_the_client_still_reads() =>
        Run(
            run =>
            {
                RawClient client = Break(run, "GET / HTTP/1.0\r\nHost: a\r\n\r\n", byReset: true);
                run.World.RunFor(2 * Second);
                run.Proxy.SessionCount.ShouldBe(1);
                run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(0);
                client.Peer.Reset(); // not waited for any longer
                run.World.RunFor(Second / 10);
                run.Proxy.SessionCount.ShouldBe(0);
            },
            // All of it fits into the buffers on the way, so that the reset behind it is seen.
            (peer, _, _) => Say(peer, $"HTTP/1.1 200 OK\r\n\r\n{Body[..50_000]}")
        );

    [Fact]
    public void What_is_well_formed_before_a_bad_chunk_reaches_the_client() =>
        Run(
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => client.HasEnded, "the end");
                client.HasFin.ShouldBeTrue();
                client.Text.ShouldEndWith("5\r\nhello\r\n5\r\nworld\r\n");
            },
            (peer, _, _) =>
            {
                Say(peer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                peer.After(Second, p => Say(p, "5\r\nworld\r\nzz\r\n"));
            }
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_tcp_mode_a_reset_comes_behind_the_bytes_before_it(bool isBackends) =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                world.Network.SetProfile(
                    isBackends ? SimConfigs.Front : SimConfigs.Backend(0),
                    Narrow
                );
                long got = 0;
                IoStatus end = IoStatus.Ok;
                SimPeer? server = null;
                var listener = world.Listen(SimConfigs.Backend(0), peer => server = peer);
                var proxy = new ProxyWorld(
                    world,
                    SimConfigs.Tcp(SimConfigs.Cluster(1) with { TcpPooling = TcpPooling.Off })
                );
                world.RunFor(world.Rng.Between(1_000, 200_000));
                SimPeer client = world.Connect(SimConfigs.Front);
                world.RunUntil(() => server is not null && proxy.SessionCount == 1, "a session");
                world.RunFor(10_000);
                SimPeer from = isBackends ? server! : client; // it was accepted
                SimPeer to = isBackends ? client : server!; // likewise
                to.OnBytes = (_, bytes) => got += bytes.Length;
                to.OnFailed = (_, status) => end = status;
                to.PauseReading();
                from.Send(new byte[SentBytes]);
                world.RunFor(Second / 5);
                from.Reset();
                world.RunFor(Second / 2);
                end.ShouldBe(IoStatus.Ok);
                to.ResumeReading();
                world.RunUntil(() => end != IoStatus.Ok, "the reset");
                got.ShouldBe(SentBytes);
                end.ShouldBe(IoStatus.Reset);
                proxy.CheckAtRest();
                listener.Close();
                proxy.Stop();
            },
            20
        );

    // The client reads half a second later than all of it was sent and broken off.
    private static RawClient Cut(WorkerTest run, string request, bool byReset)
    {
        RawClient client = Break(run, request, byReset);
        client.Peer.ResumeReading();
        return client;
    }

    private static RawClient Break(WorkerTest run, string request, bool byReset)
    {
        run.World.Network.SetProfile(SimConfigs.Front, Narrow);
        RawClient client = run.Client(request);
        client.Peer.PauseReading();
        run.World.RunFor(Second / 5);
        if (byReset)
        {
            run.Backends[0].Peers[0].Reset();
        }
        else
        {
            run.Backends[0].Peers[0].Close();
        }

        run.World.RunFor(Second / 2);
        client.HasEnded.ShouldBeFalse();
        return client;
    }

    private static void Run(
        Action<WorkerTest> test,
        params Action<SimPeer, string, int>[] answers
    ) => WorkerTest.Run(c => c, test, answers);

    private static void Say(SimPeer peer, string text) => peer.Send(Encoding.Latin1.GetBytes(text));

    private static FaultProfile Narrow =>
        new() { MinBufferBytes = 32_768, MaxBufferBytes = 32_768 };
}
