// A worker's parts of backends, and which of them are looked after.
using CsCheck;
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Pooling;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Pooling;

public sealed class BackendPoolsTests
{
    [Fact]
    public void Each_worker_has_one_part_of_a_backend_made_when_it_is_first_asked_for()
    {
        BackendState[] backends = TestCluster.Create(1, 1).Backends;
        var pools = new BackendPools(worker: 1);
        var others = new BackendPools(worker: 0);

        pools.Find(backends[0]).ShouldBeNull();
        PooledBackend part = pools.Of(backends[0]);
        pools.Of(backends[0]).ShouldBeSameAs(part);
        pools.Find(backends[0]).ShouldBeSameAs(part);
        backends[0].Parts[1].ShouldBeSameAs(part);
        others.Of(backends[0]).ShouldNotBeSameAs(part);
        pools.Find(backends[1]).ShouldBeNull();
        pools.All.ShouldBe([part]);
    }

    [Fact]
    public void One_that_left_is_looked_after_no_more_and_still_counts() =>
        Gen.Int[-9, 8]
            .Array[0, 60]
            .Sample(steps =>
            {
                BackendState[] backends = TestCluster.Create([.. Enumerable.Repeat(1, 9)]).Backends;
                var pools = new BackendPools(worker: 0);
                HashSet<PooledBackend> model = [];
                HashSet<BackendState> everMade = [];
                foreach (int step in steps)
                {
                    BackendState backend = backends[step < 0 ? -step - 1 : step];
                    if (step >= 0)
                    {
                        PooledBackend part = pools.Of(backend);
                        if (everMade.Add(backend))
                        {
                            model.Add(part);
                        }
                    }
                    else if (pools.Find(backend) is { } gone)
                    {
                        pools.Remove(gone);
                        model.Remove(gone);
                        backend.Parts[0].ShouldBeSameAs(gone);
                    }

                    pools.All.ShouldBe(model, ignoreOrder: true);
                }
            });
}
