// Sessions and backend connections are used again by the next client, which meets nothing of the one before.
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Clients;
using Weir.Proxy.Io;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class RecyclingTests
{
    private const int Clients = 30;
    private const string Answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    [Theory]
    [InlineData(ProxyMode.Http)]
    [InlineData(ProxyMode.Tcp)]
    public void One_client_after_the_other_is_served_by_the_same_session_and_connection(
        ProxyMode mode
    ) =>
        WorkerTest.Run(
            WithoutPool(mode),
            run =>
            {
                for (int i = 0; i < Clients; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                    run.World.RunFor(100_000);
                }

                ClientSpares clients = run.Proxy.Workers[0].Clients;
                (clients.Http1Clients.Waiting.Count + clients.TcpSessions.Waiting.Count).ShouldBe(
                    1
                );
                clients.Services.Pool.Spares.Waiting.Count.ShouldBe(1);
            },
            (peer, _, _) => Reply(peer)
        );

    [Theory]
    [InlineData(ProxyMode.Http)]
    [InlineData(ProxyMode.Tcp)]
    public void A_connect_that_the_client_before_had_asked_for_reaches_nobody(ProxyMode mode) =>
        WorkerTest.Run(
            WithoutPool(mode),
            run =>
            {
                run.World.Network.SetProfile(
                    SimConfigs.Backend(0),
                    FaultProfile.None with
                    {
                        MinDelayUs = 200_000,
                        MaxDelayUs = 200_000,
                    }
                );
                for (int i = 0; i < Clients; i++)
                {
                    RawClient first = run.Client(WorkerTest.Get);
                    run.World.RunFor(run.World.Rng.Between(2_000, 300_000));
                    first.Peer.Reset();
                    run.World.RunFor(run.World.Rng.Between(1_000, 20_000));
                    RawClient second = run.Client(WorkerTest.Get);
                    run.World.RunFor(2_000_000);
                    second.Status.ShouldBe(200);
                    second.ResponseCount.ShouldBe(1);
                    second.Peer.Close();
                }
            },
            (peer, _, _) => Reply(peer)
        );

    [Fact]
    public void Who_waited_for_a_place_and_left_is_not_called_in_its_next_life() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { MaxConnections = 1 }),
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient holder = run.Client(Request("/hold"));
                run.World.RunFor(10_000);
                RawClient waiter = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                waiter.Peer.Reset();
                run.World.RunFor(10_000);
                // The next one has its session, and has asked for nothing yet.
                RawClient next = run.Client("GET / HT");
                run.World.RunFor(10_000);
                Reply(run.Backends[0].Peers[0]);
                run.World.RunFor(10_000);
                holder.Status.ShouldBe(200);
                next.Text.ShouldBeEmpty();
                next.Send("TP/1.1\r\nHost: a\r\n\r\n");
                run.World.RunFor(100_000);
                next.Status.ShouldBe(200);
                next.Peer.Close();
                holder.Peer.Close();
            },
            ReplyUnlessHeld
        );

    [Fact]
    public void Who_waited_for_one_cluster_and_now_waits_for_another_keeps_nobody_waiting_at_the_first() =>
        WorkerTest.Run(
            TwoClusters,
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient webHolder = run.Client(Request("/web/hold"));
                RawClient apiHolder = run.Client(Request("/api/hold"));
                run.World.RunFor(10_000);
                RawClient left = run.Client(Request("/web"));
                run.World.RunFor(10_000);
                left.Peer.Reset();
                run.World.RunFor(10_000);
                RawClient apiWaiter = run.Client(Request("/api")); // in the session of the one that left
                run.World.RunFor(10_000);
                RawClient webWaiter = run.Client(Request("/web"));
                run.World.RunFor(10_000);
                Reply(run.Backends[0].Peers[0]);
                run.World.RunFor(100_000);
                webWaiter.Status.ShouldBe(200);
                apiWaiter.Status.ShouldBe(0);
                Reply(run.Backends[1].Peers[0]);
                run.World.RunFor(100_000);
                apiWaiter.Status.ShouldBe(200);
                foreach (RawClient client in new[] { webHolder, apiHolder, apiWaiter, webWaiter })
                {
                    client.Peer.Close();
                }
            },
            ReplyUnlessHeld,
            ReplyUnlessHeld
        );

    [Fact]
    public void A_session_with_a_defect_serves_nobody_again() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.World.RunFor(100_000);
                run.Proxy.Events.ExpectsDefects = true;
                run.Proxy.Events.Plant = static at =>
                    throw new InvalidOperationException("planted at " + at);
                RawClient victim = run.Client(WorkerTest.Get);
                run.World.RunFor(100_000);
                run.Proxy.Events.Plant = static _ => { };
                victim.Failure.ShouldBe(IoStatus.Reset);
                run.Proxy.Workers[0].Clients.Http1Clients.Waiting.ShouldBeEmpty();
            },
            (peer, _, _) => Reply(peer)
        );

    private static Func<WeirConfig, WeirConfig> WithoutPool(ProxyMode mode) =>
        config =>
        {
            ClusterConfig cluster = config.Clusters[0] with
            {
                ConnectionPoolSize = 0,
                TcpPooling = TcpPooling.Off,
            };
            return mode == ProxyMode.Http ? SimConfigs.Http(cluster) : SimConfigs.Tcp(cluster);
        };

    private static string Request(string path) => $"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n";

    // Each with one backend that takes one request at a time.
    private static WeirConfig TwoClusters(WeirConfig config)
    {
        ClusterConfig web = SimConfigs.Cluster(1) with { MaxConnections = 1 };
        ClusterConfig api = SimConfigs.Cluster(1, "api", firstIndex: 1) with { MaxConnections = 1 };
        return config with
        {
            Clusters = [web, api],
            Listeners =
            [
                config.Listeners[0] with
                {
                    Routes = [new RouteConfig { PathPrefix = "/api", Cluster = "api" }],
                },
            ],
        };
    }

    private static void ReplyUnlessHeld(SimPeer peer, string head, int number)
    {
        if (!head.Contains("/hold", StringComparison.Ordinal))
        {
            Reply(peer);
        }
    }

    private static void Reply(SimPeer peer)
    {
        peer.Send(Encoding.Latin1.GetBytes(Answer));
        peer.Fin();
    }
}
