// Connections that belong to one client: authenticated ones, and tunnels after 101.
using System.Globalization;
using System.Text;
using Shouldly;
using Weir.Proxy.Io;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class PinningAndUpgradeTests
{
    private const string Upgrade =
        "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    [Fact]
    public void A_connection_on_which_ntlm_was_offered_stays_with_its_client() =>
        WorkerTest.Run(
            FaultProfile.RandomPace,
            WorkerTest.Cluster(c =>
                c with
                {
                    ResponseTimeoutMs = 60_000,
                    BackendConnectTimeoutMs = 60_000,
                }
            ),
            run =>
            {
                List<RawClient> clients = [];
                for (int i = 0; i < 4; i++)
                {
                    RawClient client = run.Client();
                    int id = i;
                    client.Peer.Tag = 0;
                    for (int request = 0; request < 4; request++)
                    {
                        run.World.Network.After(
                            run.World.Rng.Between(0, 3_000_000),
                            () => client.Send($"GET /{id} HTTP/1.1\r\nHost: a\r\n\r\n")
                        );
                    }

                    clients.Add(client);
                }

                run.World.RunUntil(
                    () => clients.TrueForAll(c => c.ResponseCount == 4 || c.HasEnded),
                    "all answers"
                );
                clients.ShouldAllBe(c => c.ResponseCount == 4);
                clients.ForEach(c => c.Peer.Close());
            },
            (peer, head, _) =>
            {
                // Clients 0 and 1 authenticate; nobody else may ever come on their connection.
                string id = head[5..6];
                if (peer.Tag is string owner && owner != id)
                {
                    throw new SimFailureException($"client {id} came on the connection of {owner}");
                }

                bool authenticates = string.CompareOrdinal(id, "2") < 0;
                if (authenticates)
                {
                    peer.Tag = id;
                }

                ScriptBackend.Reply(
                    peer,
                    "who?",
                    authenticates ? "WWW-Authenticate: NTLM\r\n" : "",
                    authenticates ? 401 : 200
                );
            }
        );

    [Fact]
    public void A_pinned_connection_that_ends_between_requests_is_let_go() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunFor(10_000);
                run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(1);
                run.Backends[0].Peers[0].Close();
                run.World.RunFor(10_000);
                run.Proxy.Cluster("web").Backends[0].InUse.ShouldBe(0);
                client.Send(WorkerTest.Get);
                run.World.RunFor(10_000);
                client.ResponseCount.ShouldBe(2);
                run.Backends[0].Peers.Count.ShouldBe(2);
                client.Peer.Close();
            },
            (peer, _, _) =>
                ScriptBackend.Reply(peer, "who?", "WWW-Authenticate: Negotiate\r\n", 401)
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_tunnel_carries_every_byte_both_ways_and_half_closes(bool clientEndsFirst) =>
        WorkerTest.Run(
            FaultProfile.RandomPace,
            WorkerTest.Cluster(c =>
                c with
                {
                    ResponseTimeoutMs = 60_000,
                    BackendConnectTimeoutMs = 60_000,
                    ConnectionIdleTimeoutMs = 600_000,
                }
            ),
            run =>
            {
                string early = Pattern(run.World.Rng.Scaled(1, 20_000), 'a');
                string late = Pattern(run.World.Rng.Scaled(1, 200_000), 'b');
                RawClient client = run.Client(Upgrade + early);
                client.ClosesOnFin = false;
                run.World.RunUntil(() => client.Status != 0 || client.HasEnded, "the switch");
                client.Status.ShouldBe(101);
                ScriptBackend backend = run.Backends[0];
                SimPeer server = backend.Peers[0];
                var tag = (Server)server.Tag!; // set with the request
                client.Send(late);
                if (clientEndsFirst)
                {
                    client.Peer.Fin();
                    run.World.RunUntil(() => tag.HasFin, "the client's end arrives");
                    server.Send("bye"u8);
                    server.Close();
                }
                else
                {
                    server.Send("bye"u8);
                    server.Fin();
                    run.World.RunUntil(() => client.HasFin, "the server's end arrives");
                    client.Send("last words");
                    client.Peer.Fin();
                    run.World.RunUntil(() => tag.HasFin, "the client's end arrives");
                }

                run.World.RunUntil(() => client.HasFin || client.HasEnded, "the end");
                client.Failure.ShouldBe(IoStatus.Ok);
                client.Text.ShouldEndWith("\r\n\r\nhellobye");
                string expected = early + late + (clientEndsFirst ? "" : "last words");
                tag.Text.ToString().ShouldBe(expected);
                client.Peer.Close();
                server.Close();
            },
            (peer, _, _) =>
            {
                var server = new Server();
                peer.Tag = server;
                peer.OnBytes = (_, bytes) => server.Text.Append(Encoding.Latin1.GetString(bytes));
                peer.OnFin = _ => server.HasFin = true;
                peer.Send(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello"u8
                );
            }
        );

    [Fact]
    public void A_switch_in_the_middle_of_a_request_body_is_a_protocol_error() =>
        WorkerTest.Run(
            c => c,
            run =>
            {
                RawClient client = run.Client(
                    Upgrade.Replace("GET", "POST", StringComparison.Ordinal)[..^2]
                        + "Content-Length: 10\r\n\r\n123"
                );
                run.World.RunUntil(() => client.Status != 0, "an answer comes");
                client.Status.ShouldBe(502);
                client.Text.ShouldContain("http_protocol_error");
                client.Peer.Close();
            },
            (peer, _, _) =>
                peer.Send(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8
                )
        );

    [Fact]
    public void A_switch_before_all_of_the_request_is_sent_waits_for_that()
    {
        const int most = 60_000; // the head and its body come in one block
        string body = Pattern(most, 'c');
        WorkerTest.Run(
            config => config,
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), s_narrow);
                RawClient client = run.Client(WithBody(body));
                client.ClosesOnFin = false;
                run.World.RunUntil(() => run.Backends[0].Peers.Count > 0, "the head arrives");
                client.Send("first frame");
                run.World.RunFor(5_000);
                client.Status.ShouldBe(0, "the body is still on its way");
                SimPeer server = run.Backends[0].Peers[0];
                server.ResumeReading();
                run.World.RunUntil(() => client.Status != 0, "the switch");
                client.Status.ShouldBe(101);
                var tag = (Server)server.Tag!; // set with the request
                run.World.RunUntil(
                    () => tag.Text.ToString().EndsWith("first frame", StringComparison.Ordinal),
                    "the first frame arrives"
                );
                tag.Text.ToString().ShouldEndWith(body[^50..] + "first frame");
                server.Send("bye"u8);
                server.Close();
                run.World.RunUntil(() => client.HasFin, "the end");
                client.Text.ShouldEndWith("\r\n\r\nbye");
                client.Peer.Close();
            },
            (peer, _, _) =>
            {
                var server = new Server();
                peer.Tag = server;
                peer.OnBytes = (_, bytes) => server.Text.Append(Encoding.Latin1.GetString(bytes));
                peer.OnFin = _ => server.HasFin = true;
                peer.PauseReading();
                peer.Send(Switch);
            }
        );
    }

    [Fact]
    public void A_switch_after_the_request_was_cut_is_a_protocol_error() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                run.World.Network.SetProfile(SimConfigs.Backend(0), s_narrow);
                RawClient client = run.Client(WithBody(Pattern(60_000, 'c')));
                run.World.RunUntil(() => run.Backends[0].Peers.Count > 0, "the head arrives");
                run.World.RunFor(5_000);
                run.Backends[0].Peers[0].Reset();
                run.World.RunUntil(() => client.Status != 0, "an answer comes");
                client.Status.ShouldBe(502);
                client.Peer.Close();
            },
            (peer, _, _) =>
            {
                peer.PauseReading();
                peer.Send(Switch);
            }
        );

    // What the backend does not read stays with the sender.
    private static readonly FaultProfile s_narrow = new()
    {
        MinBufferBytes = 1_000,
        MaxBufferBytes = 2_000,
    };

    private static ReadOnlySpan<byte> Switch =>
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"u8;

    private static string WithBody(string body) =>
        $"{Upgrade[..^2]}Content-Length: {body.Length}\r\n\r\n{body}";

    private static string Pattern(int length, char start) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Concat(Enumerable.Range(0, length).Select(i => (char)(start + (i % 7))))}"
        );

    private sealed class Server
    {
        public StringBuilder Text { get; } = new();

        public bool HasFin { get; set; }
    }
}
