// The ring agrees with an ordinary queue, whatever is done to it.
using CsCheck;
using Shouldly;
using Weir.Proxy.Primitives;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Proxy.Primitives;

public sealed class RingQueueTests
{
    [Fact]
    public void It_behaves_like_a_queue()
    {
        Gen.Select(Gen.Int[0, 9], Gen.Int[-5, 5].Array[0, 200])
            .Sample(
                (capacity, steps) =>
                {
                    var ring = new RingQueue<int>(capacity);
                    var queue = new Queue<int>();
                    int next = 0;
                    foreach (int step in steps)
                    {
                        for (int i = 0; i < step; i++)
                        {
                            ring.Enqueue(next);
                            queue.Enqueue(next++);
                        }

                        for (int i = 0; i > step; i--)
                        {
                            bool any = ring.TryDequeue(out int item);
                            any.ShouldBe(queue.TryDequeue(out int expected));
                            item.ShouldBe(expected);
                        }

                        ring.Count.ShouldBe(queue.Count);
                    }
                },
                iter: 2_000
            );
    }

    [Fact]
    public void Clear_leaves_it_empty_and_usable()
    {
        var ring = new RingQueue<string>(2);
        ring.Enqueue("a");
        ring.Enqueue("b");
        ring.Enqueue("c");

        ring.Clear();

        ring.Count.ShouldBe(0);
        ring.Enqueue("d");
        ring.TryDequeue(out string item).ShouldBeTrue();
        item.ShouldBe("d");
    }

    [Fact]
    public void At_its_working_size_it_allocates_nothing()
    {
        var item = new object();
        AllocatedBytes
            .Of(
                () =>
                {
                    var ring = new RingQueue<object>(4);
                    return () =>
                    {
                        ring.Enqueue(item);
                        ring.TryDequeue(out _);
                    };
                },
                warmUp: 0,
                repetitions: 1000
            )
            .ShouldBe(0);
    }
}
