// Which backends operators hold back, and since when.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Doctor;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Doctor;

public sealed class HeldBackendTests
{
    [Fact]
    public void Drain_maint_and_weight_0_hold_a_backend_and_ready_lets_it_go()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1, 1);
        BackendState[] backends = [.. cluster.Backends];
        backends[0].SetAdmin(AdminState.Drain, new OperatorOrder(1000, "a", "x"));
        backends[1].SetAdmin(AdminState.Maint, new OperatorOrder(2000, "b", ""));
        backends[2].SetWeight(0, new OperatorOrder(3000, "c", "z"));
        backends[3].SetAdmin(AdminState.Drain, new OperatorOrder(1000, "d", ""));
        backends[3].SetAdmin(AdminState.Ready, new OperatorOrder(1500, "d", ""));

        HeldBackend
            .Among([cluster], nowUnixMs: 5000)
            .Select(h => (h.Address, h.How, h.HeldMs, h.Order.Who))
            .ShouldBe([
                (backends[0].Address, "drain", 4000, "a"),
                (backends[1].Address, "maint", 3000, "b"),
                (backends[2].Address, "weight 0", 2000, "c"),
            ]);
    }

    [Fact]
    public void A_weight_of_0_in_the_configuration_is_nobodys_order()
    {
        ClusterState cluster = TestCluster.Create(1, 1);
        cluster.Backends[0].SetWeight(0, new OperatorOrder(1, "a", ""));
        cluster.Backends[0].SetWeight(0);
        HeldBackend.Among([cluster], nowUnixMs: 5000).ShouldBeEmpty();
    }
}
