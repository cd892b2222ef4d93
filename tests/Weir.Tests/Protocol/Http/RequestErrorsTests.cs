// Each refusal has its status code.
using Shouldly;
using Weir.Protocol.Http;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class RequestErrorsTests
{
    [Theory]
    [InlineData(RequestError.None, 0)]
    [InlineData(RequestError.Malformed, 400)]
    [InlineData(RequestError.HeadTooLarge, 431)]
    [InlineData(RequestError.TargetTooLong, 414)]
    [InlineData(RequestError.UnsupportedTransferCoding, 501)]
    [InlineData(RequestError.MethodTooLong, 501)]
    [InlineData(RequestError.ConnectUnsupported, 501)]
    [InlineData(RequestError.VersionUnsupported, 505)]
    public void A_refusal_maps_to_its_status(RequestError error, int status) =>
        RequestErrors.Status(error).ShouldBe(status);
}
