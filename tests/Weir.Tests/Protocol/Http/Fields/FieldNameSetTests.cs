// A set of names holds what was added and nothing else, in both of its halves.
using Shouldly;
using Weir.Protocol.Http.Fields;
using Xunit;

namespace Weir.Tests.Protocol.Http.Fields;

public class FieldNameSetTests
{
    private const int Names = 128;

    [Fact]
    public void Each_of_128_names_has_a_bit_of_its_own()
    {
        for (int i = 0; i < Names; i++)
        {
            FieldNameSet set = FieldNameSet.Of((FieldName)i);
            for (int j = 0; j < Names; j++)
            {
                set.Contains((FieldName)j).ShouldBe(i == j);
            }
        }
    }

    [Fact]
    public void Known_names_are_no_more_than_there_are_bits() =>
        Enum.GetValues<FieldName>().Length.ShouldBeLessThanOrEqualTo(Names);

    [Fact]
    public void Sets_are_joined_and_names_taken_out()
    {
        var high = (FieldName)(Names - 1);
        FieldNameSet set = FieldNameSet.Of(FieldName.Host, high);
        set.Add(FieldNameSet.Of(FieldName.Via, FieldName.Vary));
        set.ShouldBe(FieldNameSet.Of(high, FieldName.Vary, FieldName.Via, FieldName.Host));
        set.Remove(high);
        set.Remove(FieldName.Via);
        set.Remove(FieldName.Age); // not in it
        set.ShouldBe(FieldNameSet.Of(FieldName.Host, FieldName.Vary));
        (set == FieldNameSet.Of(FieldName.Host)).ShouldBeFalse();
    }
}
