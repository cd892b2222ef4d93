// What many wrong references cost, and what their messages say.

using Shouldly;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Keys;

public sealed class ReadContextTests
{
    private const int Clusters = 10_000;

    private readonly ProblemList _problems = new("weir.json");
    private readonly ReadContext _context;

    public ReadContextTests() =>
        _context = new ReadContext(_problems)
        {
            KnownClusters =
            [
                .. Enumerable.Range(0, Clusters).Select(static i => $"cluster-{i:00000}"),
            ],
        };

    [Fact]
    public void A_message_lists_some_clusters_and_counts_the_rest()
    {
        Use("cluster-0000x");
        ConfigProblem problem = _problems.InFileOrder().ShouldHaveSingleItem();
        problem.Message.ShouldContain("cluster-00019 and 9980 more");
        problem.Suggestion.ShouldStartWith("cluster-0000");
    }

    [Fact]
    public void Ten_thousand_wrong_references_are_not_each_held_against_ten_thousand_clusters()
    {
        for (int i = 0; i < Clusters; i++)
        {
            Use($"other-{i}");
        }

        _problems.InFileOrder().Length.ShouldBe(Clusters);
        _problems.InFileOrder().ShouldAllBe(problem => problem.Message.Length < 500);
        _context.Comparisons.ShouldBeLessThanOrEqualTo(100_000);
    }

    private void Use(string name) =>
        _context.UseCluster(
            new ConfigNode(NodeKind.Text, SourcePosition.InFile(1, 1), "listen.cluster")
            {
                Text = name,
            }
        );
}
