// What is known of a failure, and the status it brings where it says none of its own.
using Shouldly;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class OutcomeTests
{
    [Fact]
    public void By_default_nothing_has_failed()
    {
        Outcome outcome = default;
        outcome.HasFailed.ShouldBeFalse();
        (outcome.Error, outcome.Status, outcome.Detail).ShouldBe((FailureCode.None, 0, null));
    }

    [Theory]
    [InlineData(FailureCode.HttpRequestError, 0, 400)]
    [InlineData(FailureCode.HttpRequestError, 413, 413)]
    [InlineData(FailureCode.HttpResponseTimeout, 0, 504)]
    [InlineData(FailureCode.DestinationUnavailable, 0, 503)]
    [InlineData(FailureCode.InternalError, 1, 1)]
    public void The_status_is_the_codes_unless_one_is_given(FailureCode code, int given, int status)
    {
        var outcome = new Outcome(code, "why", given);
        outcome.HasFailed.ShouldBeTrue();
        (outcome.Error, outcome.Status, outcome.Detail).ShouldBe((code, status, "why"));
    }

    [Fact]
    public void Nothing_is_known_of_the_client_for_a_code_that_stands_for_no_failure() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Outcome(FailureCode.None, ""));
}
