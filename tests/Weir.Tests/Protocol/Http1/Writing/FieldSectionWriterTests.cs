// Which lines go on, how they look, and how edits stand among them.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Writing;
using Xunit;

namespace Weir.Tests.Protocol.Http1.Writing;

public class FieldSectionWriterTests
{
    private const string Fields = "A: 1\r\nVia:x\r\nB: 2\r\nC:\t3\t\r\nD:4\r\n";

    private readonly HeadEdits _edits = new();

    [Fact]
    public void Lines_stay_in_order_and_only_odd_whitespace_is_made_one_space() =>
        Passing(default).ShouldBe("A: 1\r\nVia:x\r\nB: 2\r\nC: 3\r\nD:4\r\n");

    [Fact]
    public void Stopped_names_and_dropped_ones_leave_no_trace()
    {
        Passing(FieldNameSet.Of(FieldName.Via)).ShouldBe("A: 1\r\nB: 2\r\nC: 3\r\nD:4\r\n");
        _edits.Remove("a"u8);
        _edits.Remove("D"u8);
        Passing(default).ShouldBe("Via:x\r\nB: 2\r\nC: 3\r\n");
    }

    [Fact]
    public void What_connection_lists_ends_here() =>
        Passing(FieldNameSet.Of(FieldName.Connection), "Connection: b\r\n" + Fields)
            .ShouldBe("A: 1\r\nVia:x\r\nC: 3\r\nD:4\r\n");

    [Fact]
    public void Edits_are_written_in_order_less_those_taken_back()
    {
        _edits.Add(FieldName.Age, "1"u8);
        _edits.Add(FieldName.Server, "a"u8);
        _edits.Add("X-Own"u8, "o"u8);
        _edits.Remove(FieldName.Server);
        _edits.Add(FieldName.Date, "now"u8);
        Edited(Fields).ShouldBe("Age: 1\r\nX-Own: o\r\nDate: now\r\n");
    }

    [Fact]
    public void A_member_is_the_last_of_one_line_with_those_before()
    {
        _edits.Add(FieldName.Age, "1"u8);
        Member("z"u8);
        _edits.Add(FieldName.Date, "now"u8);
        Edited("Via: x\r\nA: 1\r\nVIA: y, w\r\n")
            .ShouldBe("Age: 1\r\nVia: x, y, w, z\r\nDate: now\r\n");
        Edited("A: 1\r\n").ShouldBe("Age: 1\r\nVia: z\r\nDate: now\r\n");
    }

    [Fact]
    public void A_list_without_members_is_no_line()
    {
        Member(default);
        Edited("A: 1\r\n").ShouldBe("");
        Edited("Via: x\r\n").ShouldBe("Via: x\r\n");
    }

    private void Member(ReadOnlySpan<byte> value)
    {
        _edits.AddMember(FieldName.Via, value);
    }

    private string Passing(FieldNameSet stops, string fields = Fields)
    {
        (RequestHead head, byte[] source) = Parse(fields);
        stops.Add(FieldName.Host);
        byte[] room = new byte[source.Length];
        var output = new HeadOutput(room);
        FieldSectionWriter.WritePassing(source, head.Fields, stops, _edits, ref output);
        return Wire.Text(room.AsSpan(0, output.Result));
    }

    private string Edited(string fields)
    {
        (RequestHead head, byte[] source) = Parse(fields);
        byte[] room = new byte[source.Length + _edits.Length];
        var output = new HeadOutput(room);
        FieldSectionWriter.WriteEdits(source, head.Fields, _edits, ref output);
        return Wire.Text(room.AsSpan(0, output.Result));
    }

    private static (RequestHead Head, byte[] Source) Parse(string fields)
    {
        string text = "GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
        return (Wire.ValidRequest(text), Wire.Bytes(text));
    }
}
