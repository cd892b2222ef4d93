// Large http bodies through whole workers: the middle of them goes through pipes, and their ends are found all the same.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class HttpBulkTests
{
    private const int Seeds = 3;
    private const int BulkBytes = 3_000_000;
    private const int PieceBytes = 500_000;
    private const int Small = 100;

    [Theory]
    [InlineData(SimFraming.ContentLength, 1, true)]
    [InlineData(SimFraming.ContentLength, 0, true)]
    [InlineData(SimFraming.Close, 0, true)]
    [InlineData(SimFraming.Close, 1, false)] // it becomes chunks
    [InlineData(SimFraming.Chunked, 1, false)]
    public void A_download_whose_bytes_nobody_must_read_goes_through_a_pipe(
        SimFraming framing,
        int minor,
        bool isPiped
    ) =>
        Run(
            _ => FaultProfile.None,
            [new(1, "GET") { Minor = minor }, new(2, "GET") { Minor = minor }],
            _ => new SimAnswer { BodyBytes = BulkBytes, Framing = framing },
            (client, proxy) =>
            {
                client.Count(SimOutcome.Answered).ShouldBe(2);
                (proxy.Reactors[0].PipeCount > 0).ShouldBe(isPiped);
            }
        );

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void So_does_an_upload_and_the_request_behind_it_is_read_again(
        bool isChunked,
        bool isPiped
    ) =>
        Run(
            _ => FaultProfile.None with { TurnDelayMaxUs = 1_000 }, // more than one message comes at a time
            [
                new(1, "POST") { BodyBytes = BulkBytes, IsChunked = isChunked },
                new(2, "GET"),
                new(3, "PUT") { BodyBytes = BulkBytes, IsChunked = isChunked },
                new(4, "GET"),
            ],
            _ => new SimAnswer { BodyBytes = Small },
            (client, proxy) =>
            {
                client.Count(SimOutcome.Answered).ShouldBe(4);
                (proxy.Reactors[0].PipeCount > 0).ShouldBe(isPiped);
            }
        );

    [Fact]
    public void Bodies_are_whole_at_whatever_pace_they_come() =>
        Run(
            // In crumbs, millions of bytes would take millions of events.
            rng =>
                FaultProfile.RandomPace(rng) with
                {
                    MinBufferBytes = 4_096,
                    MaxBufferBytes = 256 * 1024,
                    PartialReadProbability = rng.Pick(0, 0.05),
                    PartialWriteProbability = rng.Pick(0, 0.05),
                    MaxSegmentBytes = (int)rng.Between(2_048, 64 * 1024),
                },
            [new(1, "GET"), new(2, "POST") { BodyBytes = BulkBytes / 2 }, new(3, "GET")],
            rng => new SimAnswer
            {
                BodyBytes = rng.Scaled(1, BulkBytes / 2),
                Framing = rng.Pick(SimFraming.ContentLength, SimFraming.Chunked, SimFraming.Close),
            },
            (client, _) => client.Count(SimOutcome.Answered).ShouldBe(3)
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_body_that_is_cut_inside_a_pipe_never_looks_complete(bool byReset) =>
        Run(
            _ => FaultProfile.None,
            [new(1, "GET")],
            _ => new SimAnswer
            {
                BodyBytes = BulkBytes,
                CutAfterBytes = BulkBytes / 2,
                CutsByReset = byReset,
                PieceBytes = PieceBytes,
                PieceDelayUs = 10_000, // a reset overtakes what is still under way
            },
            (client, proxy) =>
            {
                client.Count(SimOutcome.Cut).ShouldBe(1);
                proxy.Reactors[0].PipeCount.ShouldBeGreaterThan(0);
            }
        );

    [Fact]
    public void A_client_that_leaves_inside_its_upload_takes_its_pipe_with_it() =>
        Run(
            _ => FaultProfile.None,
            [
                new(1, "POST")
                {
                    BodyBytes = BulkBytes,
                    AbortAfterBytes = BulkBytes / 2,
                    PieceBytes = PieceBytes,
                    PieceDelayUs = 10_000,
                },
            ],
            _ => new SimAnswer { BodyBytes = Small },
            (client, proxy) =>
            {
                client.Count(SimOutcome.Aborted).ShouldBe(1);
                proxy.Reactors[0].PipeCount.ShouldBeGreaterThan(0);
            }
        );

    [Fact]
    public void Bytes_behind_a_large_body_reach_nobody() =>
        Run(
            _ => FaultProfile.None,
            [new(1, "GET"), new(2, "GET")],
            _ => new SimAnswer { BodyBytes = BulkBytes, ExtraBytes = 500 },
            (client, _) => client.Count(SimOutcome.Answered).ShouldBe(2)
        );

    [Fact]
    public void An_answer_before_the_end_of_an_upload_leaves_no_pipe_behind() =>
        Run(
            _ => FaultProfile.None,
            [
                new(1, "POST")
                {
                    BodyBytes = BulkBytes,
                    PieceBytes = 500_000,
                    PieceDelayUs = 50_000,
                },
            ],
            _ => new SimAnswer
            {
                BodyBytes = Small,
                IsEarly = true,
                DelayUs = 120_000,
            },
            (client, _) => client.Count(SimOutcome.Open).ShouldBe(0)
        );

    private static void Run(
        Func<Rng, FaultProfile> profile,
        SimRequest[] requests,
        Func<Rng, SimAnswer> answer,
        Action<SimHttpClient, ProxyWorld> atEnd
    ) =>
        SimWorld.RunSeeds(
            profile,
            world =>
            {
                var backend = new SimHttpBackend(
                    world,
                    SimConfigs.Backend(0),
                    new SimLedger(),
                    () => answer(world.Rng)
                );
                backend.Start();
                WeirConfig config = SimConfigs.Http(
                    SimConfigs.Cluster(1) with
                    {
                        BackendConnectTimeoutMs = 60_000,
                        ResponseTimeoutMs = 600_000,
                    }
                ) with
                {
                    LoadBalancer = new() { ConnectionIdleTimeoutMs = 0 },
                };
                var proxy = new ProxyWorld(world, config);
                var client = new SimHttpClient(world, SimConfigs.Front, requests)
                {
                    PipelineDepth = world.Rng.Pick(1, 8),
                };
                client.Start();
                world.RunUntil(() => client.IsDone, "the client is done");
                client.Abort();
                world.RunUntil(() => proxy.SessionCount == 0, "the session ends");

                atEnd(client, proxy);
                proxy.CheckAtRest();
                backend.Kill();
                proxy.Stop();
            },
            Seeds
        );
}
