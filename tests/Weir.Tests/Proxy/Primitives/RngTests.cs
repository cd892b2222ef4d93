// Replayable, even, and within its ranges.
using Shouldly;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Primitives;

public sealed class RngTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        ulong[] first = Draw(7);

        Draw(7).ShouldBe(first);
        Draw(8).Intersect(first).ShouldBeEmpty();
        Draw(0).Distinct().Count().ShouldBe(first.Length);
    }

    [Fact]
    public void A_bounded_draw_is_even_over_its_range()
    {
        var rng = new Rng(1);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[rng.Next(7)]++;
        }

        counts.ShouldAllBe(c => c > 9_500 && c < 10_500);
        rng.Next(1).ShouldBe(0);
    }

    [Fact]
    public void A_fraction_lies_in_zero_to_one()
    {
        var rng = new Rng(1);
        double[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => rng.NextDouble())];

        draws.ShouldAllBe(d => d >= 0 && d < 1);
        draws.Average().ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Jitter_moves_both_ways_within_its_fraction()
    {
        var rng = new Rng(1);
        long[] draws = [.. Enumerable.Range(0, 10_000).Select(_ => rng.Jitter(1_000, 0.1))];

        draws.ShouldAllBe(d => d >= 900 && d <= 1_100);
        draws.Min().ShouldBeLessThan(905);
        draws.Max().ShouldBeGreaterThan(1_095);
    }

    private static ulong[] Draw(ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, 100).Select(_ => rng.Next())];
    }
}
