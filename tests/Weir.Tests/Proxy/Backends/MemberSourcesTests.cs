// Lists of members from several sources, against a plain model.
using System.Globalization;
using CsCheck;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class MemberSourcesTests
{
    private readonly MemberSources _sources = new();

    [Fact]
    public void What_differs_between_two_lists_is_touched_and_nothing_else()
    {
        Set("dns", 1, 2, 3, 4, 5).ShouldBe([1, 2, 3, 4, 5]);
        Set("dns", 1, 2, 9, 4, 5).ShouldBe([3, 9]);
        Set("dns", 1, 2, 9, 4, 5).ShouldBeEmpty();
        Set("dns", 0, 1, 2, 9, 4, 5).ShouldBe([0]);
        Set("dns", 0, 1, 2, 9, 4).ShouldBe([5]);
        Set("dns").ShouldBe([0, 1, 2, 4, 9]);
        _sources.All.ShouldBeEmpty();
    }

    [Fact]
    public void An_address_is_named_as_long_as_anybody_names_it_and_by_its_latest_weight()
    {
        _sources.Set("a", [TestCluster.Member(1, weight: 2)]);
        _sources.Set("b", [TestCluster.Member(1, weight: 5)]);
        Find(1).ShouldNotBeNull().Weight.ShouldBe(5);
        Set("b").ShouldBe([1]);
        Find(1).ShouldNotBeNull();
        Set("a").ShouldBe([1]);
        Find(1).ShouldBeNull();
    }

    [Fact]
    public void A_weight_that_changes_touches_its_address()
    {
        _sources.Set("a", [TestCluster.Member(1), TestCluster.Member(2)]);
        _sources
            .Set("a", [TestCluster.Member(1), TestCluster.Member(2, weight: 3)])
            .ShouldBe([TestCluster.Member(2).Address.Text]);
        Find(2).ShouldNotBeNull().Weight.ShouldBe(3);
    }

    [Fact]
    public void Whatever_is_named_in_whatever_order_the_same_are_named_as_in_a_model() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6].Array[0, 8])
            .Array[0, 30]
            .Sample(steps =>
            {
                var sources = new MemberSources();
                var model = new Dictionary<int, int[]>();
                foreach ((int source, int[] list) in steps)
                {
                    HashSet<int> before = [.. model.Values.SelectMany(l => l)];
                    int[] old = model.GetValueOrDefault(source, []);
                    model[source] = list;
                    HashSet<int> after = [.. model.Values.SelectMany(l => l)];
                    int[] touched = Ports(
                        sources.Set($"{source}", [.. list.Select(i => TestCluster.Member(i))])
                    );
                    before.Except(after).Concat(after.Except(before)).ShouldBeSubsetOf(touched);
                    touched.ShouldBeSubsetOf(old.Concat(list));
                    Ports(sources.All.Select(b => b.Address.Text)).ShouldBe(after.Order());
                }
            });

    private int[] Set(string source, params int[] members) =>
        Ports(_sources.Set(source, [.. members.Select(i => TestCluster.Member(i))]));

    private BackendConfig? Find(int member) =>
        _sources.Find(TestCluster.Member(member).Address.Text);

    private static int[] Ports(IEnumerable<string> addresses) =>
        [
            .. addresses
                .Select(a =>
                    int.Parse(a[(a.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture) - 9100
                )
                .Order(),
        ];
}
