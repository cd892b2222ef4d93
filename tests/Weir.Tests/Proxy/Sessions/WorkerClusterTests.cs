// The retries of a cluster on one worker: earned ones first, then three free ones that are paid later.
using Shouldly;
using Weir.Proxy.Sessions;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class WorkerClusterTests
{
    private readonly WorkerCluster _cluster = new(TestCluster.Create(1, 1).Current);

    public WorkerClusterTests()
    {
        for (int i = 0; i < 100; i++)
        {
            _cluster.State.Backends[i % 2].TryReserve().ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(14, 3)]
    [InlineData(20, 4)]
    [InlineData(100, 20)]
    [InlineData(10_000, 100)]
    public void A_fifth_of_the_requests_but_three_at_least_and_no_more_than_run(
        int requests,
        int most
    )
    {
        _cluster.Counters.Load.Arrivals = requests;
        Start().ShouldBe(most);
    }

    [Fact]
    public void Free_retries_are_paid_by_the_requests_that_come_after_them()
    {
        Start().ShouldBe(3);
        _cluster.Counters.Load.Arrivals = 15;
        Start().ShouldBe(0);
        _cluster.Counters.Load.Arrivals = 20;
        Start().ShouldBe(1);
    }

    private int Start()
    {
        int started = 0;
        while (_cluster.TryStartRetry())
        {
            started++;
        }

        return started;
    }
}
