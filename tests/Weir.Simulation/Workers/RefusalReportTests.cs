// Clients that never become sessions: they all get the same error code, and the record says for which reason.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class RefusalReportTests
{
    [Theory]
    [InlineData(ProxyMode.Http, 503, FailureStepKind.Answered)]
    [InlineData(ProxyMode.Tcp, 0, FailureStepKind.Cut)]
    public void The_record_says_which_limit_it_was(ProxyMode mode, int status, FailureStepKind last)
    {
        Told(l => l with { Mode = mode, MaxConnections = 1, MaxConnectionsPerClient = 2 })
            .ShouldBe("the listener has as many connections open as maxConnections allows: 1");
        Told(l => l with { Mode = mode, MaxConnections = 2, MaxConnectionsPerClient = 1 })
            .ShouldBe(
                "the client has as many connections open as maxConnectionsPerClient allows: 1"
            );

        string Told(Func<ListenerConfig, ListenerConfig> limits)
        {
            string detail = "";
            WorkerTest.Run(
                WorkerTest.Listener(limits),
                run =>
                {
                    RawClient first = run.Client();
                    run.World.RunFor(10_000);
                    RawClient other = run.Client();
                    run.World.RunUntil(() => other.HasEnded, "it is turned away");
                    FailureRecord record = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                    record.Code.ShouldBe("connection_limit_reached");
                    record.Status.ShouldBe(status);
                    record.ConnectionId.ShouldBe(0);
                    record.Client.ToString().ShouldNotBeEmpty();
                    record.Steps.Select(s => s.Kind).ShouldBe([FailureStepKind.Failed, last]);
                    detail = record.Detail;
                    first.Peer.Close();
                },
                (_, _, _) => { }
            );
            return detail;
        }
    }

    [Fact]
    public void The_record_says_that_a_thread_lags() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                LoopLag lag = run.Proxy.Reactors[0].Lag;
                lag.LimitUs = 1_000;
                for (int look = 0; look < 10; look++)
                {
                    lag.Look(2_000);
                }

                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => client.HasEnded, "it is turned away");
                run.Proxy.Events.Failures.ShouldHaveSingleItem()
                    .Detail.ShouldBe("overloaded: reactor.maxLag is passed");
            },
            (_, _, _) => { }
        );

    [Fact]
    public void Of_many_refusals_a_few_are_recorded_and_all_counted() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { MaxConnections = 1 }),
            run =>
            {
                const int Clients = 200;
                RawClient first = run.Client();
                run.World.RunFor(10_000);
                long told = 0;
                for (int i = 0; i < Clients; i++)
                {
                    RawClient other = run.Client();
                    run.World.RunUntil(() => other.HasEnded, "it is turned away");
                    told = run.Proxy.Events.Failures.Sum(f => f.Unrecorded + 1);
                }

                run.Proxy.Events.Failures.Count.ShouldBeLessThan(Clients / 2);
                // Those after the last record are told by the next one.
                told.ShouldBeInRange(1, Clients);
                run.World.RunFor(Limits.FailureRecordIntervalMs * 1000);
                RawClient last = run.Client();
                run.World.RunUntil(() => last.HasEnded, "it is turned away");
                run.Proxy.Events.Failures.Sum(f => f.Unrecorded + 1).ShouldBe(Clients + 1);
                first.Peer.Close();
            },
            (_, _, _) => { }
        );
}
