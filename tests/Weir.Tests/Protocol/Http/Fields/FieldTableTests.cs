// Look-ups in a parsed field section.
using Shouldly;
using Weir.Protocol.Http.Fields;
using Xunit;

namespace Weir.Tests.Protocol.Http.Fields;

public class FieldTableTests
{
    private const string Text = "GET / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nVia: b\r\nvia: c\r\n\r\n";

    [Fact]
    public void A_field_is_found_by_kind_or_by_name()
    {
        FieldTable fields = Wire.ValidRequest(Text).Fields;
        byte[] source = Wire.Bytes(Text);
        fields.Count.ShouldBe(4);
        fields.IndexOf(FieldName.Via).ShouldBe(2);
        fields.IndexOf(FieldName.Expect).ShouldBe(-1);
        fields.Contains(FieldName.Host).ShouldBeTrue();
        fields.IndexOf(source, "x-ONE"u8).ShouldBe(1);
        fields.IndexOf(source, "X-Two"u8).ShouldBe(-1);
        fields.Clear();
        fields.Count.ShouldBe(0);
        fields.Contains(FieldName.Host).ShouldBeFalse();
    }

    [Fact]
    public void An_index_past_the_count_is_our_own_mistake()
    {
        FieldTable fields = Wire.ValidRequest(Text).Fields;
        fields.Capacity.ShouldBe(FieldTable.DefaultCapacity);
        Should.Throw<IndexOutOfRangeException>(() => fields[4].NameStart);
    }
}
