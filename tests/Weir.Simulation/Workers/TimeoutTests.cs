// Every timeout on virtual time: it comes within one resolution after its moment and never before.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class TimeoutTests
{
    // The wires of a perfect network and the turns between.
    private const long WireUs = 2_000;
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public void A_slow_head_gets_408_after_clientHeaderTimeout() =>
        Run(
            null,
            (world, proxy) =>
            {
                long startUs = proxy.NowUs;
                var client = new RawClient(world, SimConfigs.Front, "GET / HT");
                world.Network.After(2_500_000, () => client.Send("TP/1.1\r\nHo")); // does not renew it
                world.RunUntil(() => client.HasEnded, "the client is closed");
                client.Status.ShouldBe(408);
                Within(client.LastByteUs - startUs, 3_000_000);
                proxy.Workers[0].Counters.Timeouts[(int)TimeoutKind.Header].ShouldBe(1);
            }
        );

    [Fact]
    public void A_connection_that_sends_nothing_is_closed_without_a_word() =>
        Run(
            null,
            (world, proxy) =>
            {
                long startUs = proxy.NowUs;
                var client = new RawClient(world, SimConfigs.Front);
                world.RunUntil(() => client.HasEnded, "the client is closed");
                client.HasFin.ShouldBeTrue();
                client.Text.ShouldBeEmpty();
                Within(client.EndUs - startUs, 7_000_000);
            }
        );

    [Fact]
    public void A_keep_alive_connection_is_closed_when_idle_and_its_backend_connection_later() =>
        Run(
            (peer, _, _) => ScriptBackend.Reply(peer),
            (world, proxy, backend) =>
            {
                var client = new RawClient(world, SimConfigs.Front, Get);
                world.RunUntil(() => client.HasEnded, "the client is closed");
                client.Status.ShouldBe(200);
                Within(client.EndUs - client.LastByteUs, 7_000_000);
                backend.OpenCount.ShouldBe(1);
                world.RunUntil(() => backend.OpenCount == 0, "the pool drops it");
                Within(proxy.NowUs - client.LastByteUs, 8_000_000);
            }
        );

    [Fact]
    public void A_client_that_takes_no_bytes_is_reset() =>
        Run(
            (peer, _, _) => ScriptBackend.Reply(peer, new string('x', 8_000_000)),
            (world, proxy, _) =>
            {
                var client = new RawClient(world, SimConfigs.Front, Get);
                client.Peer.PauseReading();
                world.RunFor(6_900_000);
                proxy.SessionCount.ShouldBe(1);
                world.RunUntil(() => proxy.SessionCount == 0, "the session ends", 300_000);
                proxy.Workers[0].Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
                client.Peer.ResumeReading();
                world.RunFor(1_000_000);
                client.Failure.ShouldBe(IoStatus.Reset);
            }
        );

    [Fact]
    public void A_connect_into_the_void_gets_504_once_for_each_backend() =>
        Run(
            null,
            (world, proxy) =>
            {
                world.Network.SetProfile(SimConfigs.Backend(0), new() { BlackHoleProbability = 1 });
                long startUs = proxy.NowUs;
                var client = new RawClient(world, SimConfigs.Front, Get);
                world.RunUntil(() => client.Status != 0, "the answer comes");
                client.Status.ShouldBe(504);
                client.Text.ShouldContain("connection_timeout");
                Within(client.LastByteUs - startUs, 2_000_000);
                client.Peer.Close();
            }
        );

    [Fact]
    public void A_silent_backend_gets_504_after_responseTimeout() =>
        Run(
            (_, _, _) => { },
            (world, proxy, _) =>
            {
                long startUs = proxy.NowUs;
                var client = new RawClient(world, SimConfigs.Front, Get);
                world.RunUntil(() => client.Status != 0, "the answer comes");
                client.Status.ShouldBe(504);
                client.Text.ShouldContain("http_response_timeout");
                Within(client.LastByteUs - startUs, 6_000_000);
                client.Peer.Close();
            }
        );

    [Fact]
    public void A_backend_that_falls_silent_in_a_body_cuts_the_client() =>
        Run(
            (peer, _, _) => peer.Send("HTTP/1.1 200 Sim\r\nContent-Length: 10\r\n\r\n123"u8),
            (world, proxy, _) =>
            {
                var client = new RawClient(world, SimConfigs.Front, Get);
                world.RunUntil(() => client.HasEnded, "the client is cut");
                client.HasFin.ShouldBeTrue(); // the length shows that it is cut
                Within(client.EndUs - client.LastByteUs, 8_000_000);
            }
        );

    [Fact]
    public void A_request_body_that_falls_silent_gets_408() =>
        Run(
            (_, _, _) => { },
            (world, proxy, _) =>
            {
                long startUs = proxy.NowUs;
                var client = new RawClient(
                    world,
                    SimConfigs.Front,
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123"
                );
                world.RunUntil(() => client.HasEnded, "the client is closed");
                client.Status.ShouldBe(408);
                Within(client.LastByteUs - startUs, 7_000_000);
            }
        );

    [Fact]
    public void A_response_of_our_own_that_waits_behind_an_interim_one_does_not_wait_for_ever() =>
        Run(
            (peer, _, _) =>
            {
                // Interim heads until the client's window is full; then never a final one.
                byte[] interim =
                [
                    .. "HTTP/1.1 103 Early Hints\r\nLink: "u8,
                    .. Enumerable.Repeat((byte)'x', 8_000),
                    .. "\r\n\r\n"u8,
                ];
                for (int i = 0; i < 200; i++)
                {
                    peer.Send(interim);
                }
            },
            (world, proxy, _) =>
            {
                var client = new RawClient(world, SimConfigs.Front, Get);
                client.Peer.PauseReading();
                world.RunUntil(() => proxy.SessionCount == 1, "it is accepted");
                world.RunUntil(() => proxy.SessionCount == 0, "the session ends", 30_000_000);
                client.Peer.Reset();
            }
        );

    [Fact]
    public void Who_waits_in_the_queue_gets_503_after_queueTimeout() =>
        Run(
            (_, _, _) => { },
            (world, proxy, _) =>
            {
                var first = new RawClient(world, SimConfigs.Front, Get);
                world.RunFor(1_000_000);
                long startUs = proxy.NowUs;
                var second = new RawClient(world, SimConfigs.Front, Get);
                world.RunUntil(() => second.Status != 0, "the answer comes");
                second.Status.ShouldBe(503);
                second.Text.ShouldContain("Retry-After: ");
                second.Text.ShouldContain("connection_limit_reached");
                Within(second.LastByteUs - startUs, 3_000_000);
                first.Peer.Close();
                second.Peer.Close();
            },
            c => c with { MaxConnections = 1 }
        );

    [Fact]
    public void An_idle_tcp_session_is_closed_after_its_last_byte() =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new StreamBackend(world, SimConfigs.Backend(0));
                backend.Start();
                var proxy = new ProxyWorld(world, SimConfigs.Tcp(SimConfigs.Cluster(1)));
                world.RunFor(world.Rng.Between(1, 200_000));
                SimPeer client = world.Connect(SimConfigs.Front);
                long endUs = 0;
                client.OnFin = p =>
                {
                    endUs = proxy.NowUs;
                    p.Close();
                };
                world.RunFor(5_000_000);
                long lastUs = proxy.NowUs;
                client.Send("12"u8);
                world.RunUntil(() => endUs > 0, "the client is closed");
                Within(endUs - lastUs, 8_000_000);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            20
        );

    private static void Within(long tookUs, long dueUs) =>
        tookUs.ShouldBeInRange(dueUs, dueUs + ProxyWorld.ResolutionUs + WireUs);

    private static void Run(
        Action<SimPeer, string, int>? answer,
        Action<SimWorld, ProxyWorld> test
    ) => Run(answer, (world, proxy, _) => test(world, proxy));

    // Each seed begins at another moment between two scans.
    private static void Run(
        Action<SimPeer, string, int>? answer,
        Action<SimWorld, ProxyWorld, ScriptBackend> test,
        Func<ClusterConfig, ClusterConfig>? change = null
    ) =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var backend = new ScriptBackend(
                    world,
                    SimConfigs.Backend(0),
                    answer ?? ((_, _, _) => { })
                );
                ClusterConfig cluster = SimConfigs.Cluster(1);
                var proxy = new ProxyWorld(
                    world,
                    SimConfigs.Http(change is null ? cluster : change(cluster))
                );
                world.RunFor(world.Rng.Between(1, 200_000));
                test(world, proxy, backend);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            20
        );
}
