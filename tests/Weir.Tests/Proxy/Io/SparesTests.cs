// What ended is used again behind the turn, cleaned; not behind a defect, nor when it cannot be cleaned, nor beyond a bound.
using Shouldly;
using Weir.Bench.Micro;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Io;

public sealed class SparesTests
{
    private readonly Spares<Part> _spares = new();

    [Fact]
    public void What_ended_is_used_again_behind_the_turn_and_not_before()
    {
        var part = new Part();
        _spares.Retire(part);
        _spares.TryTake(out _).ShouldBeFalse();
        part.Recyclings.ShouldBe(0); // its user may still be on the stack
        EndTurn();
        _spares.TryTake(out Part? again).ShouldBeTrue();
        again.ShouldBeSameAs(part);
        part.Recyclings.ShouldBe(1);
        _spares.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public void Behind_a_defect_nothing_of_that_turn_is_used_again()
    {
        _spares.Retire(new Part());
        EndTurn(hadDefect: true);
        _spares.TryTake(out _).ShouldBeFalse();
        EndTurn();
        _spares.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_cleaned_is_a_defect_and_keeps_the_others_from_nothing()
    {
        var sink = new CountingSink();
        var bad = new Part { Problem = new InvalidOperationException("it still holds a block") };
        var good = new Part();
        _spares.Retire(bad);
        _spares.Retire(good);
        _spares.EndTurn(new QuietReactor { Defects = sink }, hadDefect: false);
        sink.Defects.ShouldBe(["it still holds a block"]);
        _spares.Waiting.ShouldBe([good]);
    }

    [Fact]
    public void A_burst_leaves_no_more_than_a_bound()
    {
        for (int i = 0; i < 5_000; i++)
        {
            _spares.Retire(new Part());
        }

        EndTurn();
        _spares.Waiting.Count.ShouldBe(1024);
    }

    private void EndTurn(bool hadDefect = false) => _spares.EndTurn(new QuietReactor(), hadDefect);

    private sealed class Part : IRecyclable
    {
        public Exception? Problem { get; init; }

        public int Recyclings { get; private set; }

        public void Recycle()
        {
            if (Problem is not null)
            {
                throw Problem;
            }

            Recyclings++;
        }
    }

    private sealed class CountingSink : IDefectSink
    {
        public List<string> Defects { get; } = [];

        public bool TryContain(object owner, Exception defect, Block? block)
        {
            Defects.Add(defect.Message);
            return true;
        }
    }
}
