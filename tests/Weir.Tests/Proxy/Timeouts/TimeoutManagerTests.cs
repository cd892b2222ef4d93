// One scan looks through all workers and tells each of its own.
using Shouldly;
using Weir.Proxy.Timeouts;
using Xunit;

namespace Weir.Tests.Proxy.Timeouts;

public sealed class TimeoutManagerTests
{
    [Fact]
    public void Each_worker_is_told_of_its_own_deadlines()
    {
        var manager = new TimeoutManager();
        DeadlineTable[] tables = [new(), new()];
        FakeSink[] sinks = [new(), new()];
        manager.Watch(tables[0], sinks[0]);
        manager.Watch(tables[1], sinks[1]);
        tables[0].Set(tables[0].Add(new FakeOwner()), 500);
        tables[1].Add(new FakeOwner());
        int late = tables[1].Add(new FakeOwner());
        tables[1].Set(late, 900);

        manager.CheckConnections(600);
        sinks[0].Posted.ShouldBe([(0, 0)]);
        sinks[1].Posted.ShouldBeEmpty();

        manager.CheckConnections(1_000);
        sinks[1].Posted.ShouldBe([(late, 0)]);
    }
}
