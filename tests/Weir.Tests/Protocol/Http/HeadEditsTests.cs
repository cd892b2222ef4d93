// What edits say they do, in the order they were made; what is written by them is FieldSectionWriterTests' matter.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class HeadEditsTests
{
    private readonly HeadEdits _edits = new();

    [Fact]
    public void A_line_stands_in_the_text_as_it_is_written()
    {
        _edits.Add(FieldName.XRequestId, "4f2a"u8);
        _edits.Add("X-Own"u8, ""u8);
        Lines().ShouldBe(["X-Request-Id: 4f2a\r\n", "X-Own: \r\n"]);
        HeadEdit own = _edits.AsSpan()[1];
        own.Known.ShouldBe(FieldName.Other);
        Wire.Text(own.Name(_edits.Text)).ShouldBe("X-Own");
        own.Value(_edits.Text).Length.ShouldBe(0);
        _edits.Replaced.Contains(FieldName.XRequestId).ShouldBeFalse();
    }

    [Fact]
    public void To_set_is_to_take_out_every_line_before_and_add_one()
    {
        _edits.Add(FieldName.Server, "a"u8);
        _edits.Add(FieldName.Age, "1"u8);
        _edits.Set(FieldName.Server, "b"u8);
        _edits.Set("SERVER"u8, "c"u8); // the same field
        _edits.Set("x-own"u8, "d"u8);
        _edits.Set("X-Own"u8, "e"u8);
        Lines().ShouldBe(["Age: 1\r\n", "SERVER: c\r\n", "X-Own: e\r\n"]);
        _edits.Replaced.ShouldBe(FieldNameSet.Of(FieldName.Server));
        _edits.Drops("X-OWN"u8).ShouldBeTrue();
        _edits.Drops("X-Other"u8).ShouldBeFalse();
    }

    [Fact]
    public void A_removed_name_can_come_again()
    {
        _edits.Add("X-Own"u8, "a"u8);
        _edits.Remove("X-Own"u8);
        _edits.Remove(FieldName.Via);
        Lines().ShouldBeEmpty();
        _edits.Add("X-Own"u8, "b"u8);
        _edits.Add(FieldName.Via, "1.1 x"u8);
        Lines().ShouldBe(["X-Own: b\r\n", "Via: 1.1 x\r\n"]);
        _edits.Drops("x-own"u8).ShouldBeTrue();
        _edits.Replaced.ShouldBe(FieldNameSet.Of(FieldName.Via));
    }

    [Fact]
    public void Names_of_the_forwarded_kind_without_a_number_are_told_apart()
    {
        _edits.Add("X-Forwarded-Port"u8, "1"u8);
        _edits.Add("X-Forwarded-Prefix"u8, "/a"u8);
        _edits.Remove("x-forwarded-port"u8);
        Lines().ShouldBe(["X-Forwarded-Prefix: /a\r\n"]);
        _edits.Drops("X-Forwarded-Port"u8).ShouldBeTrue();
        _edits.Drops("X-Forwarded-Prefix"u8).ShouldBeFalse();
    }

    [Fact]
    public void A_member_joins_the_lines_that_are_there_unless_they_were_taken_out()
    {
        _edits.AddMember(FieldName.Forwarded, "for=a"u8);
        _edits.Remove(FieldName.XForwardedFor);
        _edits.AddMember(FieldName.XForwardedFor, "b"u8);
        _edits.AsSpan()[0].Kind.ShouldBe(HeadEditKind.Member);
        _edits.AsSpan()[1].Kind.ShouldBe(HeadEditKind.Line);
        _edits.Replaced.ShouldBe(FieldNameSet.Of(FieldName.Forwarded, FieldName.XForwardedFor));
    }

    [Fact]
    public void Cleared_edits_are_as_new_and_long_ones_are_not_kept()
    {
        for (int i = 0; i < 40; i++)
        {
            _edits.Set(FieldName.Age, new byte[200].AsSpan());
        }

        _edits.Remove("X-Own"u8);
        _edits.AsSpan().Length.ShouldBeGreaterThan(40);
        _edits.Length.ShouldBe(_edits.Text.Length);
        _edits.Clear();
        _edits.AsSpan().Length.ShouldBe(0);
        _edits.Length.ShouldBe(0);
        _edits.Drops("X-Own"u8).ShouldBeFalse();
        _edits.Replaced.ShouldBe(default);
        _edits.Add(FieldName.Age, "2"u8);
        Lines().ShouldBe(["Age: 2\r\n"]);
    }

    [Fact]
    public void Usual_edits_allocate_nothing_once_there_were_some()
    {
        AllocatedBytes
            .Of(
                () =>
                {
                    var edits = new HeadEdits();
                    return () =>
                    {
                        edits.Clear();
                        edits.Remove(FieldName.XForwardedFor);
                        edits.AddMember(FieldName.XForwardedFor, "b"u8);
                        edits.Set(FieldName.XRequestId, "4f2a"u8);
                    };
                },
                warmUp: 10,
                repetitions: 10
            )
            .ShouldBe(0);
    }

    private List<string> Lines()
    {
        var lines = new List<string>();
        foreach (ref readonly HeadEdit edit in _edits.AsSpan())
        {
            if (edit.Kind is HeadEditKind.Line or HeadEditKind.Member)
            {
                lines.Add(Wire.Text(edit.Line(_edits.Text)));
            }
        }

        return lines;
    }
}
