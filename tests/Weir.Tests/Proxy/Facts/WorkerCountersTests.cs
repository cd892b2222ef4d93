// Making room keeps what was counted.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class WorkerCountersTests
{
    private readonly WorkerCounters _counters = new();

    [Fact]
    public void Number_0_of_the_clusters_is_there_from_the_start()
    {
        _counters.ClusterCount.ShouldBe(1);
        _counters.ListenerCount.ShouldBe(0);
        _counters.BackendCount.ShouldBe(0);
    }

    [Fact]
    public void Growing_keeps_the_same_counters_and_adds_new_ones()
    {
        _counters.EnsureCapacity(1, 2, 1);
        BackendCounters backend = _counters.Backend(0);
        backend.Count(AcquireResult.Opened);
        backend.Count(EvictionReason.Idle);
        backend.Count(ConnectResult.Ok);
        _counters.EnsureCapacity(3, 4, 5);

        _counters.Backend(0).ShouldBeSameAs(backend);
        backend.Acquires.ShouldBe([0, 0, 1]);
        backend.Evictions.ShouldBe([0, 1, 0, 0]);
        backend.Connects.ShouldBe([1, 0, 0, 0, 0]);
        (_counters.ListenerCount, _counters.ClusterCount, _counters.BackendCount).ShouldBe(
            (3, 4, 5)
        );
        _counters.Backend(4).ShouldNotBeNull();
    }

    [Fact]
    public void Room_is_never_taken_away()
    {
        _counters.EnsureCapacity(3, 4, 5);
        _counters.EnsureCapacity(1, 1, 1);
        _counters.BackendCount.ShouldBe(5);
    }

    [Fact]
    public void Timeouts_are_counted_by_kind()
    {
        foreach (TimeoutKind kind in Enum.GetValues<TimeoutKind>())
        {
            _counters.Count(kind);
        }

        _counters.Timeouts.ShouldBe([1, 1, 1, 1, 1]);
    }

    [Fact]
    public void A_backend_that_is_met_before_room_was_made_for_it_is_counted()
    {
        _counters.EnsureCapacity(1, 1, 1);
        _counters.Backend(3).Count(AcquireResult.Opened);
        _counters.EnsureCapacity(1, 1, 4);
        _counters.Backend(3).Acquires.Sum().ShouldBe(1);
    }
}
