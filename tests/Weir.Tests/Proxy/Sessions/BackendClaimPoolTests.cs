// Where a claim's connection comes from: an idle one of the pool, where its settings and the kind of session allow that, else a new one.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Proxy.Timeouts;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class BackendClaimPoolTests
{
    [Theory]
    [InlineData(PoolKind.Http)]
    [InlineData(PoolKind.Tcp)]
    public void Without_an_idle_connection_one_is_opened_by_the_claims_settings(PoolKind kind)
    {
        ClaimRig rig = Idle(kind, idle: 0);
        rig.Claim.Acquire(rig).ShouldBeFalse();
        rig.Connection.Backend.ShouldBe(rig.Backends[0]);
        rig.Connection.Settings.ShouldBe(rig.Claim.Settings);
        rig.Connection.Home.Kind.ShouldBe(kind);
        rig.Connection.AcquiredAs.ShouldBe(AcquireResult.Opened);
        rig.Claim.Channel.ShouldBe(rig.Channel);
        rig.OpenedCount.ShouldBe(1);
        rig.Ready.ShouldBeEmpty();
        rig.Test.Connect();
        rig.Ready.ShouldBe([rig.Connection]);
    }

    [Theory]
    [InlineData(PoolKind.Http)]
    [InlineData(PoolKind.Tcp)]
    public void An_idle_connection_is_ready_at_once(PoolKind kind)
    {
        ClaimRig rig = Idle(kind);
        FakeChannel idle = rig.Channel;
        rig.Claim.Acquire(rig).ShouldBeTrue();
        rig.Claim.Channel.ShouldBe(idle);
        rig.Connection.AcquiredAs.ShouldBe(AcquireResult.Reused);
        idle.Owner.ShouldBe(rig);
        rig.OpenedCount.ShouldBe(1);
        rig.Backends[0].Idle.ShouldBe(0);
    }

    [Theory]
    [InlineData(PoolKind.Http)]
    [InlineData(PoolKind.Tcp)]
    public void Who_asks_for_a_fresh_one_gets_one_though_another_waits(PoolKind kind)
    {
        ClaimRig rig = Idle(kind);
        rig.Claim.Acquire(rig, fresh: true).ShouldBeFalse();
        rig.OpenedCount.ShouldBe(2);
        rig.Backends[0].Idle.ShouldBe(1);
    }

    [Theory]
    [InlineData(PoolKind.Http, 0, TcpPooling.Reuse, false)]
    [InlineData(PoolKind.Tcp, 0, TcpPooling.Reuse, false)]
    [InlineData(PoolKind.Http, 1, TcpPooling.Off, true)]
    [InlineData(PoolKind.Tcp, 1, TcpPooling.Off, false)]
    [InlineData(PoolKind.Tcp, 1, TcpPooling.Warm, true)]
    public void The_settings_of_its_own_beginning_say_whether_the_pool_is_asked(
        PoolKind kind,
        int poolSize,
        TcpPooling pooling,
        bool isAsked
    )
    {
        ClaimRig rig = Idle(
            kind,
            with: c => c with { ConnectionPoolSize = poolSize, TcpPooling = pooling }
        );
        rig.Claim.Acquire(rig).ShouldBe(isAsked);
        rig.OpenedCount.ShouldBe(isAsked ? 1 : 2);
    }

    [Fact]
    public void A_tcp_client_that_found_nothing_ready_makes_the_stock_grow()
    {
        var rig = new ClaimRig(c => c with { TcpPooling = TcpPooling.Warm }, 1, PoolKind.Tcp);
        rig.Picked().Claim.Acquire(rig).ShouldBeFalse();
        rig.OpenedCount.ShouldBe(2); // one for the client, one ahead of the next

        FakeChannel warm = rig.Test.Reactor.Connects[0];
        warm.Owner.ShouldNotBeNull().OnConnected(warm, Weir.Proxy.Io.IoStatus.Ok);
        rig.Backends[0].Idle.ShouldBe(1);
        ClaimRig next = new ClaimRig(rig.Test, PoolKind.Tcp).Picked();
        next.Claim.Acquire(next).ShouldBeTrue();
        next.Connection.AcquiredAs.ShouldBe(AcquireResult.Warm);
        rig.OpenedCount.ShouldBe(3); // the stock is filled again, and no larger
    }

    [Fact]
    public void An_http_request_has_no_stock()
    {
        var rig = new ClaimRig(c => c with { TcpPooling = TcpPooling.Warm });
        rig.Picked().Claim.Acquire(rig).ShouldBeFalse();
        rig.OpenedCount.ShouldBe(1);
    }

    // Picked for, on a worker that keeps used connections; the claim has begun with other settings where some are given.
    private static ClaimRig Idle(
        PoolKind kind,
        int idle = 1,
        Func<ClusterConfig, ClusterConfig>? with = null
    )
    {
        var rig = new ClaimRig(
            c => c with { ConnectionPoolSize = 5, TcpPooling = TcpPooling.Reuse },
            backends: 1,
            kind
        );
        if (idle > 0)
        {
            PooledConnection connection = rig.Connected().Connection;
            if (kind == PoolKind.Tcp)
            {
                rig.Claim.ReleaseAfterQuiet();
                ((IDeadlineOwner)connection).OnDeadline(rig.Test.Reactor.Now);
            }
            else
            {
                rig.Claim.Release(reusable: true);
            }

            rig.Backends[0].Idle.ShouldBe(1);
        }

        rig.Reload(with, rig.Backends);
        rig.Claim.Begin(rig.Cluster);
        rig.Ready.Clear();
        return rig.Picked();
    }
}
