// Deadlines of sockets that let bulk gather: the first one bounds the reactor's wait.
using Shouldly;
using Weir.Linux.Uring;
using Xunit;

namespace Weir.Tests.Linux.Uring;

public sealed class GatherListTests
{
    private readonly GatherList _list = new();

    [Fact]
    public void The_first_deadline_is_the_next_whatever_the_order()
    {
        _list.NextUs.ShouldBe(long.MaxValue);
        _list.Add(1, 300);
        _list.Add(2, 100);
        _list.Add(3, 200);
        _list.NextUs.ShouldBe(100);

        _list.Remove(2);
        _list.NextUs.ShouldBe(200);
    }

    [Fact]
    public void Only_those_whose_time_is_over_come_out_and_each_once()
    {
        _list.Add(1, 300);
        _list.Add(2, 100);
        _list.Add(3, 200);
        List<ulong> expired = [];
        while (_list.TryTakeExpired(200, out ulong token))
        {
            expired.Add(token);
        }

        expired.Order().ShouldBe([2ul, 3ul]);
        _list.NextUs.ShouldBe(300);
    }

    [Fact]
    public void One_that_is_not_there_is_removed_without_harm()
    {
        _list.Add(1, 300);
        _list.Remove(7);
        _list.NextUs.ShouldBe(300);
        _list.Remove(1);
        _list.NextUs.ShouldBe(long.MaxValue);
        _list.TryTakeExpired(long.MaxValue - 1, out _).ShouldBeFalse();
    }
}
