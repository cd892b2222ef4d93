// What a request says of its body, and what of it has come, beside the limit.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed class BodyLimitTests
{
    [Theory]
    [InlineData("Content-Length: 0", 0, true)]
    [InlineData("Content-Length: 10", 0, true)]
    [InlineData("Content-Length: 10", 10, true)]
    [InlineData("Content-Length: 11", 0, false)]
    [InlineData("Content-Length: 9223372036854775807", 0, false)]
    [InlineData("Transfer-Encoding: chunked", 10, true)]
    [InlineData("Transfer-Encoding: chunked", 11, false)]
    [InlineData("A: b", 0, true)]
    public void A_body_above_the_limit_is_refused(string framing, long came, bool passes)
    {
        var rig = new PolicyRig($"PUT /a HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n");
        rig.Request.FirstBodyBytes = came;
        new BodyLimit(10)
            .Apply(rig.Request, rig.Worker)
            .ShouldBe(
                passes
                    ? null
                    : new PolicyRefusal(FailureCode.HttpRequestError, "body too large", 413)
            );
    }
}
