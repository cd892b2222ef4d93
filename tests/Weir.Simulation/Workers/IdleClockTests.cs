// While a body is on its way, each side's silence counts by its own limit, and only while it is that side that is waited for.
using Shouldly;
using Weir.Configuration.Clusters;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class IdleClockTests
{
    private const long Second = 1_000_000;
    private const string Upload = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n";

    [Fact]
    public void A_backend_that_falls_silent_in_a_body_is_cut_off_by_its_clusters_limit() =>
        Run(
            backendMs: 2_000,
            clientMs: 7_000,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => client.HasEnded, "the cut", 3 * Second);
                (client.EndUs - client.LastByteUs).ShouldBeGreaterThanOrEqualTo(2 * Second);
                client.HasFin.ShouldBeTrue();
                client.Text.ShouldEndWith("\r\n\r\n12345");
                run.Proxy.Events.Accesses[^1].Error.ShouldBe("http_response_incomplete");
            },
            pauseUs: 9 * Second
        );

    [Fact]
    public void The_listeners_limit_is_no_matter_to_a_silent_backend() =>
        Run(
            backendMs: 20_000,
            clientMs: 2_000,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(
                    () => client.Text.EndsWith("1234567890", StringComparison.Ordinal),
                    "the whole answer"
                );
                client.HasEnded.ShouldBeFalse();
                client.Peer.Close();
                run.World.RunFor(Second);
            },
            pauseUs: 9 * Second
        );

    [Fact]
    public void A_client_that_takes_its_time_is_not_held_against_its_backend() =>
        Run(
            backendMs: 1_000,
            clientMs: 9_000,
            run =>
            {
                RawClient client = run.Client("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
                client.Peer.PauseReading();
                run.World.RunFor(8 * Second);
                client.Peer.ResumeReading();
                run.World.RunUntil(() => client.Text.Length > 4_000_000, "the whole answer");
                client.HasEnded.ShouldBeFalse();
                client.Peer.Close();
                run.World.RunFor(Second);
            },
            pauseUs: 0
        );

    [Fact]
    public void Nor_is_one_that_pauses_in_its_upload() =>
        Run(
            backendMs: 1_000,
            clientMs: 9_000,
            run =>
            {
                RawClient client = run.Client(Upload + new string('x', 100_000));
                run.World.RunFor(8 * Second);
                client.HasEnded.ShouldBeFalse();
                client.Send(new string('x', 200_000));
                run.World.RunUntil(() => client.Status == 200, "the answer");
                client.Peer.Close();
                run.World.RunFor(Second);
            },
            pauseUs: 0
        );

    [Theory]
    [InlineData(1_000, 9_000, 504)]
    [InlineData(20_000, 2_000, 0)]
    public void A_backend_that_takes_no_byte_of_a_request_has_its_clusters_limit(
        int backendMs,
        int clientMs,
        int status
    ) =>
        Run(
            backendMs,
            clientMs,
            run =>
            {
                RawClient client = run.Client(Upload + new string('x', 100_000));
                run.World.RunFor(10_000);
                run.Backends[0].Peers[0].PauseReading();
                client.Send(new string('x', 200_000));
                run.World.RunFor(3 * Second);
                client.Status.ShouldBe(status);
                client.HasEnded.ShouldBe(status != 0);
                run.Backends[0].Peers[0].ResumeReading();
                client.Peer.Reset();
                run.World.RunFor(Second);
            },
            pauseUs: 0,
            narrow: true
        );

    private static void Run(
        int backendMs,
        int clientMs,
        Action<WorkerTest> test,
        long pauseUs,
        bool narrow = false
    ) =>
        WorkerTest.Run(
            config =>
                config with
                {
                    Clusters = [config.Clusters[0] with { ConnectionIdleTimeoutMs = backendMs }],
                    LoadBalancer = new LoadBalancerConfig { ConnectionIdleTimeoutMs = clientMs },
                },
            run =>
            {
                if (narrow)
                {
                    run.World.Network.SetProfile(
                        SimConfigs.Backend(0),
                        new() { MinBufferBytes = 1_000, MaxBufferBytes = 1_000 }
                    );
                }

                test(run);
            },
            (peer, head, _) =>
            {
                if (head.Contains("/big", StringComparison.Ordinal))
                {
                    ScriptBackend.Reply(peer, new string('x', 4_000_000));
                }
                else if (head.StartsWith("GET", StringComparison.Ordinal))
                {
                    peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"u8);
                    peer.After(pauseUs, p => p.Send("67890"u8));
                }
                else if (head.StartsWith("PUT", StringComparison.Ordinal))
                {
                    peer.After(8 * Second + 500_000, p => ScriptBackend.Reply(p));
                }
            }
        );
}
