// What the bytes of a request came to: by which failure it is refused, and with which status.
using Shouldly;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class RequestReadingTests
{
    [Fact]
    public void A_request_is_not_refused_until_somebody_does()
    {
        var reading = new RequestReading();
        reading.Error.ShouldBe(FailureCode.None);
        reading.Detail.ShouldBe("");
        reading.ErrorStatus.ShouldBe(0);
        reading.Route.ShouldBeNull();
    }

    [Theory]
    [InlineData(FailureCode.NoRoute, 404)]
    [InlineData(FailureCode.LoopDetected, 508)]
    public void A_refusal_has_the_status_of_its_code(FailureCode code, int status)
    {
        var reading = new RequestReading();
        reading.Refuse(code, "why");
        reading.Error.ShouldBe(code);
        reading.Detail.ShouldBe("why");
        reading.ErrorStatus.ShouldBe(status);
    }

    [Fact]
    public void A_refusal_may_have_a_status_of_its_own()
    {
        var reading = new RequestReading();
        reading.Refuse(FailureCode.HttpRequestError, "too long", 414);
        reading.Error.ShouldBe(FailureCode.HttpRequestError);
        reading.ErrorStatus.ShouldBe(414);
    }

    [Fact]
    public void The_first_refusal_is_the_one_that_counts()
    {
        var reading = new RequestReading();
        reading.Refuse(FailureCode.HttpRequestError, "first", 431);
        reading.Refuse(FailureCode.NoRoute, "second");
        reading.Refuse(FailureCode.LoopDetected, "third", 500);
        reading.Error.ShouldBe(FailureCode.HttpRequestError);
        reading.Detail.ShouldBe("first");
        reading.ErrorStatus.ShouldBe(431);
    }
}
