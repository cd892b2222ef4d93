// Parts of workers on a thing that they share.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class PerWorkerTests
{
    private readonly PerWorker<string> _parts = new();

    [Fact]
    public void Each_worker_finds_its_own_part_and_none_before_it_has_added_one()
    {
        _parts.Find(0).ShouldBeNull();
        _parts.Add(2, "two");
        _parts.Add(0, "zero");

        (_parts[0], _parts[2], _parts.Find(1), _parts.Find(3)).ShouldBe(
            ("zero", "two", null, null)
        );
        _parts.All.ShouldBe(["zero", "two"]);
        Should
            .Throw<InvalidOperationException>(() => _parts[1])
            .Message.ShouldBe("worker 1 keeps no String here");
    }

    [Fact]
    public void None_is_lost_when_workers_add_theirs_at_the_same_time()
    {
        for (int round = 0; round < 200; round++)
        {
            var parts = new PerWorker<object>();
            Parallel.For(0, 8, worker => parts.Add(worker, new object()));
            parts.All.Count().ShouldBe(8);
        }
    }
}
