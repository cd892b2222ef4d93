// What a reload means to connections that are open, when their listener is removed, renamed or gets other limits.
using Shouldly;
using Weir.Configuration.Listeners;
using Xunit;
using static Weir.Simulation.Workers.ReloadRig;

namespace Weir.Simulation.Workers;

public sealed class ReloadedConnectionTests
{
    [Fact]
    public void Of_a_removed_listener_idle_connections_close_at_once_and_others_behind_their_response() =>
        Run(
            Config([Front("blue"), Other("blue")], [Cluster("blue", 0)]),
            run =>
            {
                RawClient idle = run.Served();
                RawClient busy = run.Client(Slow);
                RawClient begun = run.Client("GET /begun HTTP/1.1\r\nHost: a\r\n\r\n");
                RawClient reading = run.Client("GET / HTTP/1.1\r\n");
                run.World.RunFor(10_000);
                begun.Status.ShouldBe(200);
                run.Reload(Config([Other("blue")], [Cluster("blue", 0)]));
                idle.HasFin.ShouldBeTrue();
                busy.HasEnded.ShouldBeFalse();
                run.EndSlow();
                run.Answer(busy).ShouldBe("200 b0");
                busy.Text.ShouldContain("Connection: close");
                busy.HasFin.ShouldBeTrue();
                begun.HasEnded.ShouldBeFalse();
                run.EndBegun();
                run.World.RunFor(10_000);
                begun.Text.ShouldNotContain("Connection: close");
                begun.Text.ShouldEndWith("b0");
                begun.HasFin.ShouldBeTrue();
                reading.Send("Host: a\r\n\r\n");
                run.Answer(reading).ShouldBe("200 b0");
                reading.Text.ShouldContain("Connection: close");
                reading.HasFin.ShouldBeTrue();
            }
        );

    [Fact]
    public void Connections_of_a_renamed_listener_follow_its_address_and_count_there() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient client = run.Served();
                ListenerConfig renamed = Front("green") with
                {
                    Name = "renamed",
                    MaxConnections = 1,
                    MaxConnectionsPerClient = 2,
                };
                run.Reload(Config([renamed], [Cluster("green", 1)]));
                run.Ask(client).ShouldBe("200 b1");
                run.Proxy.Snapshot.Listeners[0].State.Active.ShouldBe(1);
                run.Served(503).Peer.Close(); // the one that followed takes the only place
                client.Peer.Close();
            }
        );

    [Fact]
    public void Limits_of_connections_that_come_and_go_with_reloads_stay_balanced() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                List<RawClient> clients = [];
                foreach (int limit in (int[])[2, 0, 3, 3, 0, 5])
                {
                    clients.Add(run.Served());
                    run.Reload(
                        Config(
                            [Front("blue") with { MaxConnectionsPerClient = limit }],
                            [Cluster("blue", 0)]
                        )
                    );
                    clients[^1].Peer.Close();
                    run.World.RunFor(10_000);
                }

                clients.Clear();
                for (int i = 0; i < 5; i++)
                {
                    clients.Add(run.Served());
                }

                run.Served(503).Peer.Close(); // exactly the limit is free
                clients.ForEach(c => c.Peer.Close());
            }
        );

    [Fact]
    public void A_listener_that_turned_to_tcp_is_removed_for_its_http_connections() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient idle = run.Served();
                run.Reload(
                    Config([Front("blue") with { Mode = ProxyMode.Tcp }], [Cluster("blue", 0)])
                );
                idle.HasFin.ShouldBeTrue();
                RawClient stream = run.Client(WorkerTest.Get);
                run.Answer(stream).ShouldBe("200 b0");
                stream.Text.ShouldNotContain("Via:");
                run.Reload(Config(Cluster("blue", 0)));
                run.Ask(stream).ShouldBe("200 b0");
                stream.Text.ShouldNotContain("Via:", customMessage: "a tcp session runs on");
                run.Served().Peer.Close();
                stream.Peer.Close();
            }
        );

    [Fact]
    public void A_shorter_idle_time_counts_at_once() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient client = run.Served();
                RawClient reading = run.Client("GET / HT");
                run.World.RunFor(10_000);
                run.Reload(
                    Config(
                        [Front("blue") with { ClientHeaderTimeoutMs = 500 }],
                        [Cluster("blue", 0)]
                    ) with
                    {
                        LoadBalancer = new() { ConnectionIdleTimeoutMs = 1_000 },
                    }
                );
                run.World.RunFor(800_000);
                reading.Status.ShouldBe(408);
                run.World.RunFor(400_000);
                client.HasFin.ShouldBeTrue();
            }
        );

    [Fact]
    public void A_longer_idle_time_counts_at_once() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient client = run.Served();
                run.Reload(
                    Config(Cluster("blue", 0)) with
                    {
                        LoadBalancer = new() { ConnectionIdleTimeoutMs = 0 },
                    }
                );
                run.World.RunFor(60_000_000);
                client.HasEnded.ShouldBeFalse();
                run.Reload(Config(Cluster("blue", 0)));
                run.World.RunFor(200_000);
                client.HasFin.ShouldBeTrue("it was idle for longer than the new time");
            }
        );
}
