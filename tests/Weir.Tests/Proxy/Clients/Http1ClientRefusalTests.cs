// Requests that a client connection answers by itself: malformed, too large, without a route.
using Shouldly;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1ClientRefusalTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505 HTTP Version Not Supported")]
    public void A_malformed_head_is_answered_and_the_connection_closes(string head, string status)
    {
        var rig = new Http1Rig();
        rig.Receive(head);
        rig.Told.ShouldStartWith($"HTTP/1.1 {status}\r\n");
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Test.Reactor.Connects.ShouldBeEmpty();
        rig.Sent();
        rig.LastCall.ShouldBe("linger");
        rig.Access.Error.ShouldBe("http_request_error");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_head_that_fills_its_block_is_too_large()
    {
        var rig = new Http1Rig(l => l with { MaxHeaderBytes = 1_000_000 });
        rig.Receive("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        for (int i = 0; i < 62; i++)
        {
            rig.Receive(new string('x', 1000));
        }

        rig.Told.ShouldBe("");
        rig.Receive(new string('x', 952 - "GET / HTTP/1.1\r\nHost: a\r\nX: ".Length));
        rig.Told.ShouldStartWith("HTTP/1.1 431 ");
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Sent();
        rig.Access.Detail.ShouldBe("request head too large");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_head_that_breaks_off_is_answered_by_400()
    {
        var rig = new Http1Rig();
        rig.Receive("GET / HT").ClientEnds();
        rig.Told.ShouldStartWith("HTTP/1.1 400 ");
        rig.Sent();
        rig.Access.Detail.ShouldBe("the request ends inside its head");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_request_without_a_route_is_answered_and_the_next_one_served()
    {
        var rig = new Http1Rig();
        rig.Receive("GET / HTTP/1.1\r\nHost: b\r\n\r\n");
        rig.Tell().ShouldStartWith("HTTP/1.1 404 Not Found\r\n");
        rig.Told.ShouldNotContain("Connection");
        rig.Sent();
        rig.Test.Counters.NoCluster.Responses(0, 3).ShouldBe(1);
        rig.Test.Reactor.Connects.ShouldBeEmpty();
        rig.Serve();
        rig.Tell().ShouldStartWith("HTTP/1.1 200 OK\r\n");
    }

    [Theory]
    [InlineData("Content-Length: 11\r\n\r\n", "413")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n", "413")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400")]
    public void A_body_that_is_wrong_from_its_beginning_goes_nowhere(string rest, string status)
    {
        var rig = new Http1Rig(l => l with { MaxBodyBytes = 10 });
        rig.Receive("PUT / HTTP/1.1\r\nHost: a\r\n" + rest);
        rig.Told.ShouldStartWith($"HTTP/1.1 {status} ");
        rig.Test.Reactor.Connects.ShouldBeEmpty();
        rig.Sent();
        rig.LastCall.ShouldBe("linger");
        rig.CheckAllIsBack();
    }

    // However much of the body comes along with the head.
    [Theory]
    [InlineData("Content-Length: 11\r\n\r\n")]
    [InlineData("Content-Length: 12\r\n\r\n01234567890")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n")]
    public void A_request_without_a_route_is_404_whatever_its_body(string rest)
    {
        var rig = new Http1Rig(l => l with { MaxBodyBytes = 10 });
        rig.Receive("PUT / HTTP/1.1\r\nHost: nobody\r\n" + rest);
        rig.Told.ShouldStartWith("HTTP/1.1 404 ");
        rig.Sent();
        rig.LastCall.ShouldBe("linger");
        rig.CheckAllIsBack();
    }
}
