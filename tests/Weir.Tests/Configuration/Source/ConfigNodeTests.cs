// Members by name, however many there are.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class ConfigNodeTests
{
    private static readonly SourcePosition s_somewhere = SourcePosition.InFile(1, 1);

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void A_member_is_found_replaced_in_its_place_and_taken_out(int count)
    {
        ConfigNode node = Filled(count);
        ConfigMember replacement = Member("k1");
        node.Set(replacement);
        node.Members.Count.ShouldBe(count);
        node.Members[1].ShouldBeSameAs(replacement);
        node.Find("k1").ShouldBeSameAs(replacement);
        node.Find("K1").ShouldBeNull();

        node.RemoveAll(member => member.Name == "k0");
        node.Find("k0").ShouldBeNull();
        node.Find("k1").ShouldBeSameAs(replacement);
        node.Set(Member("k0"));
        node.Members[^1].ShouldBeSameAs(node.Find("k0"));
    }

    [Fact]
    public void Filling_a_node_compares_each_name_with_a_few_others_at_most()
    {
        const int Count = 100_000;
        ConfigNode node = Filled(Count);
        node.Find($"k{Count - 1}").ShouldNotBeNull();
        node.Compared.ShouldBeLessThan(Count * 3L);
    }

    private static ConfigNode Filled(int count)
    {
        ConfigNode node = new(NodeKind.Object, s_somewhere, "");
        for (int i = 0; i < count; i++)
        {
            node.Set(Member($"k{i}"));
        }

        return node;
    }

    private static ConfigMember Member(string name) =>
        new(name, s_somewhere, new ConfigNode(NodeKind.Null, s_somewhere, name));
}
