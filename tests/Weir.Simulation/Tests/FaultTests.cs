// Each fault of the network shows itself to the engine's owner as the kernel would show it.
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Tests;

public sealed class FaultTests
{
    private static readonly SocketEndpoint Address = SimWorld.Loopback(80);

    public static TheoryData<FaultProfile, IoStatus, long> ConnectFaults =>
        new()
        {
            {
                new() { RefusedProbability = 1 },
                IoStatus.Refused,
                40
            },
            {
                new() { UnreachableProbability = 1 },
                IoStatus.Unreachable,
                20
            },
            {
                new() { NoResourcesProbability = 1 },
                IoStatus.NoResources,
                0
            },
            {
                new() { BlackHoleProbability = 1 },
                IoStatus.TimedOut,
                SimNetwork.ConnectGiveUpUs
            },
        };

    [Theory]
    [MemberData(nameof(ConnectFaults))]
    public void A_failing_connect_completes_with_its_reason_and_time(
        FaultProfile profile,
        IoStatus expected,
        long afterUs
    ) =>
        Run(
            profile,
            world =>
            {
                world.Listen(Address, _ => { });
                long startUs = world.Network.Clock.NowUs;
                (IoStatus status, long atUs) = (IoStatus.Ok, 0);
                world
                    .Reactors[0]
                    .Connect(
                        Address,
                        new RawOwner
                        {
                            Connected = (c, s) => (status, atUs) = (s, world.Network.Clock.NowUs),
                        }
                    );
                world.CheckQuiet();
                status.ShouldBe(expected);
                (atUs - startUs).ShouldBe(afterUs);
            }
        );

    [Fact]
    public void A_full_backlog_makes_the_client_knock_again_until_it_times_out() =>
        Run(
            FaultProfile.None,
            world =>
            {
                var full = new SimPeerListener(world.Network, Address, _ => { }, backlog: 0);
                full.Pause();
                var statuses = new List<IoStatus>();
                for (int i = 0; i < 2; i++)
                {
                    world
                        .Reactors[0]
                        .Connect(
                            Address,
                            new RawOwner
                            {
                                Connected = (channel, status) =>
                                {
                                    statuses.Add(status);
                                    channel.Close();
                                },
                            }
                        );
                }

                world.RunFor(5_000_000);
                statuses.ShouldBe([IoStatus.Ok]);
                world.CheckQuiet();
                statuses.ShouldBe([IoStatus.Ok, IoStatus.TimedOut]);
            }
        );

    [Fact]
    public void A_peer_that_vanishes_is_noticed_only_by_who_sends() =>
        Run(
            FaultProfile.None,
            world =>
            {
                world.Listen(Address, peer => peer.Vanish());
                SimReactor reactor = world.Reactors[0];
                var ends = new List<IoStatus>();
                var owner = new RawOwner
                {
                    Connected = (channel, _) => channel.Receive(),
                    Received = (channel, _, status) => ends.Add(status),
                    Sent = (_, block, _) => reactor.Blocks.Return(block),
                };
                Channel silent = reactor.Connect(Address, owner);
                Channel sender = reactor.Connect(Address, owner);
                world.RunUntilQuiet();
                ends.ShouldBeEmpty();

                reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
                sender.Send(block, 0, 100);
                world.RunUntilQuiet();

                ends.ShouldBe([IoStatus.TimedOut]);
                sender.IsSendQueueEmpty.ShouldBeFalse();
                silent.IsReceiving.ShouldBeTrue();
                silent.Close();
                sender.Close();
                world.CheckQuiet();
            }
        );

    [Fact]
    public void Input_is_known_until_its_completion_is_delivered() =>
        Run(
            new() { TurnDelayMaxUs = 500 },
            world =>
            {
                world.Listen(Address, peer => peer.Send("x"u8));
                SimReactor reactor = world.Reactors[0];
                bool isDelivered = false;
                Channel channel = reactor.Connect(
                    Address,
                    new RawOwner
                    {
                        Connected = (c, _) => c.Receive(),
                        Received = (c, block, _) =>
                        {
                            isDelivered = true;
                            c.HasInput.ShouldBeFalse();
                            reactor.Blocks.Return(block!); // bytes come in a block
                        },
                    }
                );
                world.RunUntil(() => channel.HasInput, "input is known");
                isDelivered.ShouldBeFalse();
                channel.TryCancelReceive().ShouldBeFalse();
                world.RunUntil(() => isDelivered, "input is delivered");
                channel.Close();
                world.CheckQuiet();
            }
        );

    [Fact]
    public void A_failed_accept_is_told_and_tried_again() =>
        Run(
            new() { AcceptFailureProbability = 0.7 },
            world =>
            {
                SimReactor reactor = world.Reactors[0];
                var acceptor = new RecordingAcceptor { OnAccept = channel => channel.Close() };
                Listener listener = reactor.Accept(world.Bind(Address), acceptor, tag: null);
                for (int i = 0; i < 20; i++)
                {
                    world.Connect(Address).OnFin = peer => peer.Close();
                }

                world.RunUntil(() => acceptor.Accepted.Count == 20, "all are accepted");
                acceptor.Failures.ShouldContain(IoStatus.NoResources);
                listener.Stop();
                world.RunUntil(() => acceptor.IsStopped, "the listener stops");
                world.CheckQuiet();
            }
        );

    [Fact]
    public void A_send_completes_only_as_fast_as_a_slow_reader_reads() =>
        Run(
            new() { MinBufferBytes = 1000, MaxBufferBytes = 1000 },
            world =>
            {
                world.Listen(
                    Address,
                    peer =>
                    {
                        peer.ReadBytes = 100;
                        peer.ReadIntervalUs = 10_000;
                        peer.OnFin = p => p.Close();
                    }
                );
                SimReactor reactor = world.Reactors[0];
                long startUs = world.Network.Clock.NowUs;
                long sentAtUs = 0;
                Channel channel = reactor.Connect(
                    Address,
                    new RawOwner
                    {
                        Connected = (c, _) =>
                        {
                            reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
                            c.Send(block, 0, 20_000);
                        },
                        Sent = (c, block, status) =>
                        {
                            status.ShouldBe(IoStatus.Ok);
                            sentAtUs = reactor.NowUs;
                            reactor.Blocks.Return(block);
                            c.Close();
                        },
                    }
                );
                world.CheckQuiet();
                // 18,000 bytes must have been read at 100 bytes each 10 ms before the last 2,000 fit the two buffers.
                (sentAtUs - startUs).ShouldBeInRange(1_750_000, 2_100_000);
            }
        );

    [Fact]
    public void A_loop_that_never_ends_is_found() =>
        Should
            .Throw<SimFailureException>(() =>
                SimWorld.Run(
                    1,
                    _ => FaultProfile.None,
                    world =>
                    {
                        world.Network.MaxEvents = 1_000;
                        void Again() => world.Network.After(1, Again);
                        Again();
                        world.RunUntilQuiet();
                    }
                )
            )
            .Message.ShouldContain("no end after 1000 events");

    [Fact]
    public void A_lent_block_that_is_never_returned_is_found() =>
        Should
            .Throw<SimFailureException>(() =>
                Run(
                    FaultProfile.None,
                    world =>
                    {
                        world.Reactors[0].Blocks.TryRent(out _).ShouldBeTrue();
                        world.CheckQuiet();
                    }
                )
            )
            .Message.ShouldContain("left with 1 rented blocks");

    private static void Run(FaultProfile profile, Action<SimWorld> scenario) =>
        SimWorld.Run(
            1,
            _ => profile,
            world =>
            {
                world.AddReactor();
                scenario(world);
            }
        );
}
