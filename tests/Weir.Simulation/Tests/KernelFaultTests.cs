// What a kernel may tell of a connection, and in which order: each is played as it comes on Linux.
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

public sealed class KernelFaultTests
{
    private const int MoreThanFits = 10_000;

    private static readonly SocketEndpoint _address = SimWorld.Loopback(9000);

    [Fact]
    public void An_aborted_connection_is_passed_over_and_the_next_is_accepted() =>
        Run(
            new() { AcceptAbortProbability = 0.5 },
            world =>
            {
                var acceptor = new RecordingAcceptor { OnAccept = channel => channel.Close() };
                Listener listener = world
                    .Reactors[0]
                    .Accept(world.Bind(_address), acceptor, tag: null);
                int aborted = 0;
                for (int i = 0; i < 20; i++)
                {
                    SimPeer peer = world.Connect(_address);
                    peer.OnFin = p => p.Close();
                    peer.OnFailed = (_, status) => aborted += status == IoStatus.Reset ? 1 : 0;
                }

                world.RunUntilQuiet();
                aborted.ShouldBeInRange(1, 19);
                acceptor.Accepted.Count.ShouldBe(20 - aborted);
                acceptor.Failures.ShouldBeEmpty();
                listener.Stop();
                world.CheckQuiet();
            }
        );

    [Fact]
    public void A_send_may_meet_a_reset_before_the_receive_does() =>
        AfterReset(1, sendsFin: false)
            .ShouldBe([("sent", IoStatus.Reset), ("received", IoStatus.Reset)]);

    [Fact]
    public void Else_the_receive_meets_it_first() =>
        AfterReset(0, sendsFin: false)
            .ShouldBe([("received", IoStatus.Reset), ("sent", IoStatus.Reset)]);

    [Fact]
    public void Behind_an_end_in_order_only_the_send_breaks() =>
        AfterReset(1, sendsFin: true)
            .ShouldBe([
                ("received", IoStatus.EndOfStream),
                ("sent", IoStatus.Reset),
                ("received", IoStatus.EndOfStream),
            ]);

    [Fact]
    public void A_reset_behind_a_fin_takes_no_byte_from_a_stream_that_ends_in_order() =>
        Run(
            new() { BrokenPipeProbability = 1, ResetLosesBytesProbability = 1 },
            world =>
            {
                List<(string, IoStatus)> told = [];
                world.Listen(
                    _address,
                    peer =>
                    {
                        peer.Send("hello"u8);
                        peer.Fin();
                        peer.After(10_000, p => p.Reset());
                    }
                );
                SimReactor reactor = world.Reactors[0];
                Channel channel = reactor.Connect(
                    _address,
                    new RawOwner
                    {
                        Received = (_, block, status) =>
                        {
                            told.Add(("received", status));
                            if (block is not null)
                            {
                                reactor.Blocks.Return(block);
                            }
                        },
                    }
                );
                world.RunUntilQuiet();
                channel.Receive();
                world.RunUntilQuiet();
                channel.Receive();
                world.RunUntilQuiet();
                told.ShouldBe([("received", IoStatus.Ok), ("received", IoStatus.EndOfStream)]);
                channel.Close();
                world.CheckQuiet();
            }
        );

    [Fact]
    public void A_send_without_a_buffer_fails_and_the_connection_lives_on() =>
        Run(
            new() { SendErrorProbability = 1 },
            world =>
            {
                List<(string, IoStatus)> told = [];
                world.Listen(
                    _address,
                    peer =>
                    {
                        peer.Send("hello"u8);
                        peer.OnFin = p => p.Close();
                    }
                );
                Channel channel = Connect(world, told);
                world.RunUntil(() => told.Count == 2, "both operations end");
                told.ShouldBe(
                    [("sent", IoStatus.NoResources), ("received", IoStatus.Ok)],
                    ignoreOrder: true
                );
                channel.Close();
                world.CheckQuiet();
            }
        );

    // A channel with a blocked send and a receive under way, before a peer that resets, perhaps behind its FIN.
    private static List<(string, IoStatus)> AfterReset(double brokenPipes, bool sendsFin)
    {
        List<(string, IoStatus)> told = [];
        Run(
            new()
            {
                BrokenPipeProbability = brokenPipes,
                MinBufferBytes = 1_000,
                MaxBufferBytes = 1_000,
            },
            world =>
            {
                world.Listen(
                    _address,
                    peer =>
                    {
                        peer.PauseReading();
                        if (sendsFin)
                        {
                            peer.Fin();
                        }

                        peer.After(10_000, p => p.Reset());
                    }
                );
                Channel channel = Connect(world, told);
                world.RunUntilQuiet();
                if (sendsFin)
                {
                    channel.Receive();
                    world.RunUntilQuiet();
                }

                channel.Close();
                world.CheckQuiet();
            }
        );
        return told;
    }

    private static Channel Connect(SimWorld world, List<(string, IoStatus)> told)
    {
        SimReactor reactor = world.Reactors[0];
        void Return(Block? block)
        {
            if (block is not null)
            {
                reactor.Blocks.Return(block);
            }
        }

        return reactor.Connect(
            _address,
            new RawOwner
            {
                Connected = (channel, _) =>
                {
                    channel.Receive();
                    reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
                    channel.Send(block, 0, MoreThanFits);
                },
                Received = (_, block, status) =>
                {
                    told.Add(("received", status));
                    Return(block);
                },
                Sent = (_, block, status) =>
                {
                    told.Add(("sent", status));
                    Return(block);
                },
            }
        );
    }

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
