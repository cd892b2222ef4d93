// A worker on the kernel's engines with a defect planted in one session: that session is reset, and the worker goes on.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Workers;
using Weir.Simulation.Contract;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class WorkerDefectsTests
{
    [Fact]
    public void On_epoll_a_defect_costs_its_session_alone() => Check(KernelRig.NewEpoll());

    [Fact]
    public void On_io_uring_a_defect_costs_its_session_alone() => Check(KernelRig.NewUring());

    [Fact]
    public void On_polled_io_uring_a_defect_costs_its_session_alone() =>
        Check(KernelRig.NewPolledUring());

    private static void Check(ReactorRig rig)
    {
        using (rig)
        {
            ClusterConfig cluster = TestCluster.Config(1);
            var config = new WeirConfig
            {
                Listeners =
                [
                    new ListenerConfig
                    {
                        Name = "web",
                        Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
                        Mode = ProxyMode.Http,
                        Cluster = cluster.Name,
                    },
                ],
                Clusters = [cluster],
            };
            var worker = new Worker(
                new WorkerOptions(0, 1, rig.Reactor, NullEventSink.Instance, 1, static _ => { })
                {
                    CreateBalancer = static (_, _) => new FailingOnce(),
                }
            );
            ListenSocket socket = rig.Bind();
            IPEndPoint target = IPEndPoint.Parse(socket.Local.ToString());
            ProxySnapshot snapshot = new LivingConfig(new RecordingObserver()).Apply(config);
            snapshot.Listeners[0].State.Local = socket.Local;
            worker.PostApply(
                new WorkerPlan(
                    snapshot,
                    [
                        [socket],
                    ]
                )
            );
            worker.RunOnce(0);

            using Socket first = Ask(target);
            using Socket second = Ask(target);
            string[] ends = [End(rig, worker, first), End(rig, worker, second)];

            ends.Count(e => e == "reset").ShouldBe(1);
            ends.Count(e => e.StartsWith("HTTP/1.1 50", StringComparison.Ordinal)).ShouldBe(1);
            worker.Counters.InternalErrors.ShouldBe(1);
            worker.Counters.ActiveConnections.ShouldBe(1);
            worker.SessionCount.ShouldBe(1);
            rig.Reactor.Blocks.RentedCount.ShouldBe(0);
        }
    }

    private static Socket Ask(IPEndPoint target)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(target);
        socket.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8);
        return socket;
    }

    private static string End(ReactorRig rig, Worker worker, Socket client)
    {
        RunUntil(rig, worker, () => client.Poll(0, SelectMode.SelectRead));
        try
        {
            byte[] bytes = new byte[4096];
            return Encoding.ASCII.GetString(bytes, 0, client.Receive(bytes));
        }
        catch (SocketException failure)
            when (failure.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "reset";
        }
    }

    private static void RunUntil(ReactorRig rig, Worker worker, Func<bool> condition)
    {
        long untilUs = rig.Reactor.NowUs + 60_000_000;
        while (!condition() && rig.Reactor.NowUs < untilUs)
        {
            worker.RunOnce(10);
        }

        condition().ShouldBeTrue("the worker never came to it");
    }

    private sealed class FailingOnce : Balancer
    {
        private bool _hasFailed;

        public override PickResult Pick(
            ClusterSnapshot cluster,
            TriedBackends tried,
            out BackendState? backend
        )
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                throw new InvalidOperationException("planted");
            }

            backend = null;
            return PickResult.NoneUsable;
        }
    }
}
