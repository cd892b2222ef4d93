// The list of idle connections against a plain list that does the same.
using CsCheck;
using Shouldly;
using Weir.Proxy.Pooling;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Pooling;

public sealed class BackendPoolTests
{
    [Fact]
    public void It_holds_the_same_as_a_list_whatever_is_put_and_taken_where() =>
        Gen.Int[-1, 9].Array[0, 60].Sample(Play);

    [Fact]
    public void An_empty_list_has_neither_end()
    {
        var pool = new PooledBackend(TestCluster.Create(1).Backends[0]).Http;
        pool.Newest.ShouldBeNull();
        pool.Oldest.ShouldBeNull();
        pool.Count.ShouldBe(0);
    }

    // -1 puts a new one in; any other number takes out the one at that place, where there is one.
    private static void Play(int[] steps)
    {
        var pool = new PooledBackend(TestCluster.Create(1).Backends[0]).Http;
        List<PooledConnection> model = []; // newest last
        foreach (int step in steps)
        {
            if (step < 0)
            {
                var connection = new PooledConnection(null!); // the list never asks the owner
                pool.Push(connection);
                model.Add(connection);
            }
            else if (step < model.Count)
            {
                PooledConnection gone = model[step];
                model.RemoveAt(step);
                pool.Remove(gone);
                gone.Newer.ShouldBeNull();
                gone.Older.ShouldBeNull();
            }

            pool.Count.ShouldBe(model.Count);
            pool.Newest.ShouldBe(model.LastOrDefault());
            pool.Oldest.ShouldBe(model.FirstOrDefault());
            Walk(pool.Newest, c => c.Older).ShouldBe(model.AsEnumerable().Reverse());
            Walk(pool.Oldest, c => c.Newer).ShouldBe(model);
        }
    }

    private static IEnumerable<PooledConnection> Walk(
        PooledConnection? from,
        Func<PooledConnection, PooledConnection?> next
    )
    {
        for (PooledConnection? at = from; at is not null; at = next(at))
        {
            yield return at;
        }
    }
}
