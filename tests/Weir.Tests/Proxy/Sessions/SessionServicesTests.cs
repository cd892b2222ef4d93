// What a worker lends to its sessions: tickets, what is counted and told of a retry, and what is turned away when the thread lags.
using System.Runtime.CompilerServices;
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class SessionServicesTests
{
    private readonly TestServices _test = new();

    private SessionServices Services => _test.Services;

    [Fact]
    public void It_lends_the_reactors_blocks_and_the_clusters()
    {
        Services.Blocks.ShouldBe(_test.Reactor.Blocks);
        Services.Cluster(_test.Members.State).ShouldBe(_test.Cluster);
    }

    [Fact]
    public void Each_ticket_is_another_and_none_is_zero()
    {
        Services.NextTicket().ShouldBe(1);
        Services.NextTicket().ShouldBe(2);
        LastTicket(Services) = int.MaxValue - 1;
        Services.NextTicket().ShouldBe(int.MaxValue);
        Services.NextTicket().ShouldBe(1);
        Services.NextTicket().ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_retry_is_counted_noted_and_told_where_somebody_wants_to_know(bool isTold)
    {
        var trace = new FlightTrace();
        trace.Begin(_test.Reactor.Now);
        _test.Reactor.Now += 70;
        _test.Events.LogsDebug = isTold;
        BackendState from = _test.Members.Backends[1];
        Services.NoteRetry(_test.Cluster, from, FailureCode.ConnectionRefused, trace, 9);

        Retries(FailureCode.ConnectionRefused).ShouldBe(1);
        Retries(FailureCode.ConnectionTimeout).ShouldBe(0);
        trace
            .Build()[1..]
            .ShouldBe([
                new FailureStep(
                    70,
                    FailureStepKind.BackendFailed,
                    "127.0.0.1:9101",
                    "connection_refused",
                    0
                ),
            ]);
        _test.Events.Told.ShouldBe(isTold ? ["retry web 127.0.0.1:9101 connection_refused 9"] : []);
    }

    [Fact]
    public void A_retry_is_counted_without_a_trace_too()
    {
        BackendState from = _test.Members.Backends[0];
        Services.NoteRetry(_test.Cluster, from, FailureCode.ConnectionTimeout, null, 9);
        Services.NoteRetry(_test.Cluster, from, FailureCode.ConnectionTimeout, null, 9);
        Retries(FailureCode.ConnectionTimeout).ShouldBe(2);
    }

    [Fact]
    public void A_thread_in_time_turns_nobody_away()
    {
        Look(waitedUs: 100, times: 9);
        Services.TryShedConnection().ShouldBeFalse();
        _test.Counters.Shed.ShouldBe(0);
    }

    [Fact]
    public void A_thread_that_lags_turns_new_connections_away_and_counts_them()
    {
        Look(waitedUs: 101, times: 2);
        Services.TryShedConnection().ShouldBeTrue();
        Services.TryShedConnection().ShouldBeTrue();
        _test.Counters.Shed.ShouldBe(2);
        Look(waitedUs: 100, times: 1);
        Services.TryShedConnection().ShouldBeFalse();
        _test.Counters.Shed.ShouldBe(2);
    }

    [Fact]
    public void Policies_see_the_same_worker()
    {
        Services.PolicyWorker.Lag.ShouldBeSameAs(_test.Reactor.Lag);
        Services.PolicyWorker.Counters.ShouldBeSameAs(_test.Counters);
        Services.PolicyWorker.ShouldBeSameAs(Services.PolicyWorker);
    }

    private long Retries(FailureCode code) => _test.Cluster.Counters.Retries[(int)code];

    private void Look(long waitedUs, int times)
    {
        _test.Reactor.Lag.LimitUs = 100;
        for (int i = 0; i < times; i++)
        {
            _test.Reactor.Lag.Look(waitedUs);
        }
    }

    // Two thousand million waits would take too long.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lastTicket")]
    private static extern ref int LastTicket(SessionServices services);
}
