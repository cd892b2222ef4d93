// What the backend is told about the client, by trusted peers and by anyone else.
using Shouldly;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class ForwardingFieldsTests
{
    private const string Claims =
        "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For:\r\nx-forwarded-for: 192.0.2.8, 192.0.2.9\r\n"
        + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: outer\r\nX-Forwarded-Port: 443\r\nX_Forwarded_For: 1\r\n"
        + "Forwarded: for=192.0.2.7;proto=https\r\nForwarded: for=_b\r\n";

    [Fact]
    public void A_strangers_claims_are_replaced()
    {
        string result = Rewriting.Request(Request(Claims), trusted: false);
        Wire.Field(result, "X-Forwarded-For").ShouldBe("192.0.2.1");
        Wire.Field(result, "X-Forwarded-Proto").ShouldBe("http");
        Wire.Field(result, "X-Forwarded-Host").ShouldBe("a:81");
        Wire.Field(result, "X-Forwarded-Port").ShouldBeNull();
        Wire.Field(result, "X_Forwarded_For").ShouldBeNull();
        Wire.Field(result, "Forwarded").ShouldBe("for=192.0.2.1;host=\"a:81\";proto=http");
    }

    [Fact]
    public void A_trusted_peers_claims_are_kept_and_added_to()
    {
        string result = Rewriting.Request(Request(Claims), trusted: true);
        Wire.Field(result, "X-Forwarded-For")
            .ShouldBe("192.0.2.7, 192.0.2.8, 192.0.2.9, 192.0.2.1");
        Wire.Field(result, "X-Forwarded-Proto").ShouldBe("https");
        Wire.Field(result, "X-Forwarded-Host").ShouldBe("outer");
        Wire.Field(result, "X-Forwarded-Port").ShouldBe("443");
        Wire.Field(result, "Forwarded")
            .ShouldBe("for=192.0.2.7;proto=https, for=_b, for=192.0.2.1;host=\"a:81\";proto=http");
    }

    [Fact]
    public void A_trusted_peer_without_claims_is_treated_as_the_client()
    {
        string result = Rewriting.Request(Request(""), trusted: true);
        result.ShouldBe(Rewriting.Request(Request(""), trusted: false));
        Wire.Field(result, "X-Forwarded-For").ShouldBe("192.0.2.1");
    }

    [Fact]
    public void An_IPv6_client_is_bracketed_and_quoted_in_Forwarded_only()
    {
        string result = Rewriting.Request(Request(""), trusted: false, client: "2001:db8::1");
        Wire.Field(result, "X-Forwarded-For").ShouldBe("2001:db8::1");
        Wire.Field(result, "Forwarded").ShouldBe("for=\"[2001:db8::1]\";host=\"a:81\";proto=http");
    }

    [Theory]
    [InlineData(false, null, "for=unknown;host=\"a:81\";proto=http")]
    [InlineData(true, "192.0.2.7, 192.0.2.8, 192.0.2.9", "for=unknown;host=\"a:81\";proto=http")]
    public void A_client_on_a_unix_socket_has_no_address(
        bool trusted,
        string? forwardedFor,
        string forwarded
    )
    {
        string result = Rewriting.Request(Request(Claims), trusted, client: "");
        Wire.Field(result, "X-Forwarded-For").ShouldBe(forwardedFor);
        Wire.Field(result, "Forwarded")!.ShouldEndWith(forwarded);
    }

    private static string Request(string fields) =>
        "GET / HTTP/1.1\r\nHost: a:81\r\n" + fields + "\r\n";
}
