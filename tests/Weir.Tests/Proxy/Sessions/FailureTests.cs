// The table of errors: what an http client gets for each code, and that every code has its row.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class FailureTests
{
    [Theory]
    [InlineData("destination_unavailable", 503, "destination_unavailable", true, false)]
    [InlineData("connection_refused", 502, "connection_refused", false, false)]
    [InlineData("connection_terminated", 502, "connection_terminated", false, false)]
    [InlineData("connection_timeout", 504, "connection_timeout", false, false)]
    [InlineData("http_response_timeout", 504, "http_response_timeout", false, false)]
    [InlineData("http_response_incomplete", 502, "http_response_incomplete", false, false)]
    [InlineData("http_protocol_error", 502, "http_protocol_error", false, false)]
    [InlineData("http_request_error", 400, "http_request_error", false, true)]
    [InlineData("client_header_timeout", 408, "http_request_error", false, true)]
    [InlineData("no_route", 404, "destination_not_found", false, false)]
    [InlineData("connection_limit_reached", 503, "connection_limit_reached", true, false)]
    [InlineData("loop_detected", 508, "proxy_loop_detected", false, false)]
    [InlineData("client_disconnected", 499, "", false, true)]
    public void Each_code_has_its_status_and_its_proxy_status(
        string code,
        int status,
        string proxyStatus,
        bool saysRetryAfter,
        bool closes
    )
    {
        Failure failure = Failure.Of(CodeOf(code));
        failure.Status.ShouldBe(status);
        failure.ProxyStatus.ShouldBe(proxyStatus);
        (failure.RetryAfterSeconds >= 1).ShouldBe(saysRetryAfter);
        failure.Closes.ShouldBe(closes);
    }

    [Fact]
    public void No_code_is_without_a_row()
    {
        foreach (
            FailureCode code in Enum.GetValues<FailureCode>().Where(c => c != FailureCode.None)
        )
        {
            Failure.Of(code).Status.ShouldBeInRange(400, 599);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => Failure.Of(FailureCode.None));
    }

    [Theory]
    [InlineData(ConnectResult.Refused, FailureCode.ConnectionRefused)]
    [InlineData(ConnectResult.Timeout, FailureCode.ConnectionTimeout)]
    [InlineData(ConnectResult.Unreachable, FailureCode.ConnectionRefused)]
    [InlineData(ConnectResult.Error, FailureCode.ConnectionRefused)]
    public void A_failed_connect_is_a_timeout_or_a_refusal(
        ConnectResult result,
        FailureCode code
    ) => Failure.OfConnect(result).ShouldBe(code);

    private static FailureCode CodeOf(string text) =>
        Enum.GetValues<FailureCode>().Single(c => FailureCodes.Text(c) == text);
}
