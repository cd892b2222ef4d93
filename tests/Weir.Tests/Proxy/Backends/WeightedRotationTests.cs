// The rotation is smooth, exact by weight, and quick to build whatever the cluster's size.
using CsCheck;
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class WeightedRotationTests
{
    [Fact]
    public void Weights_five_one_one_give_A_A_B_A_C_A_A() => Letters(5, 1, 1).ShouldBe("AABACAA");

    [Theory]
    [InlineData("", new[] { 1, 1, 1 })]
    [InlineData("", new[] { 7, 7 })]
    [InlineData("", new[] { 3 })]
    [InlineData("ABA", new[] { 2, 1 })]
    [InlineData("ABA", new[] { 200, 100 })]
    [InlineData("BAB", new[] { 1, 2 })]
    public void One_round_is_as_short_as_it_can_be(string expected, int[] weights) =>
        Letters(weights).ShouldBe(expected);

    [Fact]
    public void Each_backend_stands_in_it_as_often_as_its_weight_says()
    {
        Gen.Int[1, 256]
            .Array[1, 40]
            .Sample(
                weights =>
                {
                    ushort[]? rotation = Build(weights);
                    if (rotation is null)
                    {
                        weights.Distinct().Count().ShouldBe(1);
                        return;
                    }

                    int scale = weights.Sum() / rotation.Length;
                    for (int i = 0; i < weights.Length; i++)
                    {
                        (rotation.Count(r => r == i) * scale).ShouldBe(weights[i]);
                    }
                },
                iter: 300
            );
    }

    [Fact]
    public void A_large_cluster_keeps_its_exact_weights_and_spreads_the_light_ones()
    {
        int[] weights = [.. Enumerable.Range(0, 3_000).Select(i => i % 100 == 0 ? 100 : 1)];

        ushort[] rotation = Build(weights)!;

        rotation.Length.ShouldBe(weights.Sum());
        foreach ((int index, int count) in rotation.CountBy(r => (int)r))
        {
            count.ShouldBe(weights[index]);
        }

        // In each tenth of the round the light ones take about a tenth of their work.
        foreach (ushort[] part in rotation.Chunk((rotation.Length / 10) + 1))
        {
            part.Count(r => weights[r] == 1).ShouldBeInRange(200, 400);
        }
    }

    private static ushort[]? Build(int[] weights) =>
        WeightedRotation.Build(TestCluster.Create(weights).Backends, out _);

    private static string Letters(params int[] weights) =>
        string.Concat((Build(weights) ?? []).Select(r => (char)('A' + r)));
}
