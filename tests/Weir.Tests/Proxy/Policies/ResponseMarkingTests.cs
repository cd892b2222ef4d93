// What clients are told of who answered.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Policies;
using Weir.Tests.Protocol;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Policies;

public sealed class ResponseMarkingTests
{
    [Theory]
    [InlineData("now", "Via: 1.1 weir-1\r\nDate: now\r\nX-Request-Id: id-1\r\n")]
    [InlineData("", "Via: 1.1 weir-1\r\nX-Request-Id: id-1\r\n")]
    public void A_response_tells_its_way_its_time_and_its_id(string date, string added)
    {
        byte[] source = "HTTP/1.1 200 OK\r\nX-Request-Id: theirs\r\n\r\n"u8.ToArray();
        var head = new ResponseHead();
        ResponseHeadParser.Parse(source, Wire.Limits, HttpMethod.Get, head);
        var edits = new HeadEdits();
        var response = new ResponseView
        {
            Request = new PolicyRig().Request,
            Head = head,
            Source = source,
            Date = Wire.Bytes(date),
        };
        new ResponseMarking("1.1 weir-1"u8.ToArray()).Edit(response, edits);
        Wire.Text(edits.Text).ShouldBe(added, StringCompareShould.IgnoreCase);
        edits.Replaced.Contains(FieldName.XRequestId).ShouldBeTrue();
    }
}
