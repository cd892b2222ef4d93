// The ring between a worker and the log thread, with two real threads too.
using System.Globalization;
using System.Text;
using Shouldly;
using Weir.Logging;
using Weir.Proxy.Events;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class RecordRingTests
{
    private readonly RequestTexts _texts = new();

    [Fact]
    public void Records_come_out_in_order_with_texts_of_their_own()
    {
        var ring = new RecordRing(4);
        Write(ring, 1).ShouldBeTrue();
        Write(ring, 2).ShouldBeTrue();
        Read(ring).ShouldBe((1, "1"));
        Read(ring).ShouldBe((2, "2"));
        ring.IsEmpty.ShouldBeTrue();
        ring.Peek().ShouldBeNull();
    }

    [Fact]
    public void A_full_ring_takes_nothing_until_there_is_room()
    {
        var ring = new RecordRing(2);
        Write(ring, 1).ShouldBeTrue();
        Write(ring, 2).ShouldBeTrue();
        Write(ring, 3).ShouldBeFalse();
        Read(ring).ShouldBe((1, "1"));
        Write(ring, 4).ShouldBeTrue();
        Read(ring).ShouldBe((2, "2"));
        Read(ring).ShouldBe((4, "4"));
    }

    [Fact]
    public void The_reader_is_called_at_half_and_not_for_each_record_after()
    {
        var ring = new RecordRing(1024);
        var calls = new List<int>();
        for (int i = 0; i < 1100; i++)
        {
            ring.TryWrite(0, Record(i), out bool isFilling);
            if (isFilling)
            {
                calls.Add(i);
            }
        }

        calls.ShouldBe([512, 768]);
    }

    [Fact]
    public void After_one_round_writing_allocates_nothing()
    {
        AccessRecord[] records = [.. Enumerable.Range(0, 64).Select(Record)];
        AllocatedBytes
            .Of(
                () =>
                {
                    var ring = new RecordRing(8);
                    int next = 0;
                    return () =>
                    {
                        ring.TryWrite(0, in records[next++], out _);
                        ring.Release();
                    };
                },
                warmUp: 8,
                repetitions: 56
            )
            .ShouldBe(0);
    }

    [Fact]
    public void Two_threads_lose_and_mix_up_nothing()
    {
        const int Count = 200_000;
        var ring = new RecordRing(64);
        var writer = new Thread(() =>
        {
            for (int i = 0; i < Count; )
            {
                i += Write(ring, i) ? 1 : 0;
            }
        });
        writer.Start();
        for (int i = 0; i < Count; )
        {
            if (!ring.IsEmpty)
            {
                Read(ring).ShouldBe((i, i.ToString(CultureInfo.InvariantCulture)));
                i++;
            }
        }

        writer.Join();
        ring.IsEmpty.ShouldBeTrue();
    }

    private bool Write(RecordRing ring, int number) => ring.TryWrite(0, Record(number), out _);

    private AccessRecord Record(int number)
    {
        _texts.Clear();
        _texts.Set(
            RequestText.Path,
            Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))
        );
        return new()
        {
            Listener = "web",
            Texts = _texts,
            Status = number,
        };
    }

    private static (int Number, string Path) Read(RecordRing ring)
    {
        RecordSlot slot = ring.Peek()!; // asserted by the caller
        (int, string) read = (
            slot.Record.Status,
            Encoding.ASCII.GetString(slot.Record.Texts.Get(RequestText.Path))
        );
        ring.Release();
        return read;
    }
}
