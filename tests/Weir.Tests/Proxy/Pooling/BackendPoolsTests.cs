// The table of a worker's pools.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Pooling;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Pooling;

public sealed class BackendPoolsTests
{
    private readonly BackendState[] _backends = TestCluster.Create(1, 1).Backends;
    private readonly BackendPools _pools = new();

    [Fact]
    public void Each_backend_has_one_pool_for_http_and_one_for_tcp()
    {
        BackendPool http = _pools.Of(_backends[0], PoolKind.Http);
        BackendPool tcp = _pools.Of(_backends[0], PoolKind.Tcp);
        tcp.ShouldNotBeSameAs(http);
        (tcp.Backend, tcp.Kind).ShouldBe((_backends[0], PoolKind.Tcp));
        _pools.Of(_backends[0], PoolKind.Http).ShouldBeSameAs(http);
        _pools.Find(_backends[0], PoolKind.Tcp).ShouldBeSameAs(tcp);
        _pools.Find(_backends[1], PoolKind.Http).ShouldBeNull();
        _pools.All.Count.ShouldBe(2);
    }

    [Fact]
    public void One_may_be_removed_while_all_are_gone_through()
    {
        BackendPool first = _pools.Of(_backends[0], PoolKind.Http);
        BackendPool second = _pools.Of(_backends[1], PoolKind.Http);
        foreach (BackendPool pool in _pools.All)
        {
            _pools.Remove(first);
            pool.ShouldBeOneOf(first, second);
        }

        _pools.All.ShouldBe([second]);
        _pools.Of(_backends[0], PoolKind.Http).ShouldNotBeSameAs(first);
    }
}
