// What a reload means to requests on a connection that is open: the next is served by the new config, the one under way by its own.
using System.Net;
using Shouldly;
using Xunit;
using static Weir.Simulation.Workers.ReloadRig;

namespace Weir.Simulation.Workers;

public sealed class ReloadedRequestTests
{
    private const string Upload = "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n";

    [Fact]
    public void After_a_cluster_was_renamed_the_next_request_is_served_by_the_new_name() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient client = run.Served();
                run.Reload(Config(Cluster("azure", 0)));
                run.Ask(client).ShouldBe("200 b0");
                run.Proxy.Events.Accesses[^1].Cluster.ShouldBe("azure");
                client.Peer.Close();
            }
        );

    [Fact]
    public void After_a_route_was_moved_the_next_request_goes_the_new_way_and_the_one_under_way_ends_its_own() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient idle = run.Served();
                RawClient busy = run.Client(Slow);
                run.World.RunFor(10_000);
                run.Reload(Config(Cluster("green", 1)));
                run.Ask(idle).ShouldBe("200 b1");
                run.EndSlow();
                run.Answer(busy).ShouldBe("200 b0");
                busy.Text.ShouldNotContain("Connection: close");
                run.Ask(busy).ShouldBe("200 b1");
                idle.Peer.Close();
                busy.Peer.Close();
            }
        );

    [Fact]
    public void A_request_whose_head_is_half_here_is_served_by_the_new_config() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient client = run.Client("GET / HTTP/1.1\r\n");
                run.World.RunFor(10_000);
                run.Reload(
                    Config([Front("green") with { Name = "renamed" }], [Cluster("green", 1)])
                );
                client.Send("Host: a\r\n\r\n");
                run.Answer(client).ShouldBe("200 b1");
                client.Peer.Close();
            }
        );

    [Fact]
    public void A_changed_limit_of_bodies_counts_from_the_next_request_on() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                RawClient busy = run.Client(Upload + "0123456789");
                run.World.RunFor(10_000);
                run.Reload(
                    Config([Front("blue") with { MaxBodyBytes = 15 }], [Cluster("blue", 0)])
                );
                busy.Send("0123456789");
                run.World.RunFor(10_000);
                run.EndSlow();
                run.Answer(busy).ShouldBe("200 b0");
                busy.Send(Upload);
                run.Answer(busy).ShouldBe("413 ");
                busy.Peer.Close();
            }
        );

    [Fact]
    public void Changed_trusted_proxies_count_from_the_next_request_on() =>
        Run(
            Config(Cluster("blue", 0)),
            run =>
            {
                string request = "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n";
                RawClient client = run.Client(request);
                run.Answer(client).ShouldBe("200 b0");
                run.Backends[0].Requests[^1].ShouldNotContain("192.0.2.7");
                run.Reload(
                    Config(
                        [Front("blue") with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] }],
                        [Cluster("blue", 0)]
                    )
                );
                client.Send(request);
                run.Answer(client).ShouldBe("200 b0");
                run.Backends[0].Requests[^1].ShouldContain("X-Forwarded-For: 192.0.2.7, 127.0.0.1");
                client.Peer.Close();
            }
        );

    [Theory]
    [InlineData("azure", 0)] // renamed
    [InlineData("green", 1)] // replaced
    public void Who_waits_for_a_cluster_that_is_gone_still_gets_its_place(
        string name,
        int backend
    ) =>
        Run(
            Config(Cluster("blue", 0) with { MaxConnections = 1 }),
            run =>
            {
                RawClient first = run.Client(Slow);
                run.World.RunFor(10_000);
                RawClient second = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                run.Reload(Config(Cluster(name, backend)));
                second.HasEnded.ShouldBeFalse();
                run.EndSlow();
                run.Answer(first).ShouldBe("200 b0");
                run.Answer(second).ShouldBe("200 b0");
                run.Ask(second).ShouldBe($"200 b{backend}");
                first.Peer.Close();
                second.Peer.Close();
            }
        );

    [Theory]
    [InlineData("blue")] // its cluster has other members
    [InlineData("green")] // its cluster is gone
    public void A_request_under_way_is_tried_again_among_the_members_it_began_with(string name) =>
        Run(
            Config(Cluster("blue", 0, 1)),
            run =>
            {
                RawClient client = run.Client(Slow);
                run.World.RunFor(10_000);
                int first = run.Backends[0].OpenCount > 0 ? 0 : 1;
                run.Reload(Config(Cluster(name, 2) with { Retries = 0 }));
                run.Backends[first].Kill();
                run.World.RunFor(10_000);
                run.EndSlow();
                run.Answer(client).ShouldBe($"200 b{1 - first}");
                run.Ask(client).ShouldBe("200 b2");
                client.Peer.Close();
            }
        );

    [Fact]
    public void Who_waits_for_a_first_place_gets_one_of_the_newest_members_and_keeps_its_settings() =>
        Run(
            Config(Cluster("blue", 0) with { MaxConnections = 1 }),
            run =>
            {
                RawClient first = run.Client(Slow);
                run.World.RunFor(10_000);
                RawClient second = run.Client(Slow);
                run.World.RunFor(10_000);
                run.Backends[0].Requests.Count.ShouldBe(1);
                run.Reload(
                    Config(Cluster("blue", 1) with { MaxConnections = 1, ResponseTimeoutMs = 100 })
                );
                run.Backends[1].Requests.Count.ShouldBe(1);
                run.World.RunFor(1_000_000);
                second.HasEnded.ShouldBeFalse();
                second.Status.ShouldBe(0);
                run.EndSlow();
                run.Answer(first).ShouldBe("200 b0");
                run.Answer(second).ShouldBe("200 b1");
                first.Peer.Close();
                second.Peer.Close();
            }
        );

    [Fact]
    public void A_response_that_is_waited_for_keeps_its_own_time() =>
        Run(
            Config(Cluster("blue", 0) with { ResponseTimeoutMs = 5_000 }),
            run =>
            {
                RawClient client = run.Client(Slow);
                run.World.RunFor(10_000);
                run.Reload(Config(Cluster("blue", 0) with { ResponseTimeoutMs = 100 }));
                run.World.RunFor(2_000_000);
                client.Status.ShouldBe(0);
                run.EndSlow();
                run.Answer(client).ShouldBe("200 b0");
                client.Send(Slow);
                run.World.RunFor(2_000_000);
                client.Status.ShouldBe(504);
                client.Peer.Close();
            }
        );

    [Fact]
    public void An_authenticated_connection_to_a_backend_that_left_is_not_used_again() =>
        Run(
            Config(Cluster("blue", 0, 1)),
            run =>
            {
                RawClient client = run.Client("GET /ntlm HTTP/1.1\r\nHost: a\r\n\r\n");
                string before = run.Answer(client);
                int first = before[^1] - '0';
                run.Reload(Config(Cluster("blue", 1 - first)));
                run.Ask(client).ShouldBe($"200 b{1 - first}");
                client.Peer.Close();
            }
        );
}
