// The small set of what a request has tried.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class TriedBackendsTests
{
    [Fact]
    public void It_holds_what_was_added_until_cleared()
    {
        BackendState[] backends = TestCluster.Create(1, 1, 1).Backends;
        var tried = new TriedBackends();
        tried.Contains(backends[0]).ShouldBeFalse();
        tried.Add(backends[0]);
        tried.Add(backends[2]);

        backends.Select(tried.Contains).ShouldBe([true, false, true]);
        tried.Count.ShouldBe(2);

        tried.Clear();
        tried.Count.ShouldBe(0);
        tried.Contains(backends[0]).ShouldBeFalse();
    }
}
