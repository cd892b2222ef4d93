// Known names are found in any case, near misses are not.
using Shouldly;
using Weir.Protocol.Http1;
using Xunit;

namespace Weir.Tests.Protocol.Http1;

public class FieldNamesTests
{
    [Theory]
    [InlineData("Host", FieldName.Host)]
    [InlineData("Connection", FieldName.Connection)]
    [InlineData("Keep-Alive", FieldName.KeepAlive)]
    [InlineData("Proxy-Connection", FieldName.ProxyConnection)]
    [InlineData("Transfer-Encoding", FieldName.TransferEncoding)]
    [InlineData("Content-Length", FieldName.ContentLength)]
    [InlineData("TE", FieldName.TE)]
    [InlineData("Trailer", FieldName.Trailer)]
    [InlineData("Upgrade", FieldName.Upgrade)]
    [InlineData("Expect", FieldName.Expect)]
    [InlineData("Via", FieldName.Via)]
    [InlineData("Forwarded", FieldName.Forwarded)]
    [InlineData("X-Forwarded-For", FieldName.XForwardedFor)]
    [InlineData("X-Forwarded-Proto", FieldName.XForwardedProto)]
    [InlineData("X-Forwarded-Host", FieldName.XForwardedHost)]
    [InlineData("X-Forwarded-Port", FieldName.XForwardedOther)]
    [InlineData("X_Forwarded_For", FieldName.XForwardedOther)]
    [InlineData("X-Forwarded-", FieldName.XForwardedOther)]
    [InlineData("X-Request-Id", FieldName.XRequestId)]
    [InlineData("Proxy-Authenticate", FieldName.ProxyAuthenticate)]
    [InlineData("WWW-Authenticate", FieldName.WwwAuthenticate)]
    [InlineData("Proxy-Status", FieldName.ProxyStatus)]
    public void A_known_name_is_found_in_any_case(string name, FieldName expected)
    {
        FieldNames.Find(Wire.Bytes(name)).ShouldBe(expected);
        FieldNames.Find(Wire.Bytes(name.ToUpperInvariant())).ShouldBe(expected);
        FieldNames.Find(Wire.Bytes(name.ToLowerInvariant())).ShouldBe(expected);
        if (expected != FieldName.XForwardedOther)
        {
            FieldNames.Find(Wire.Bytes("z" + name[1..])).ShouldBe(FieldName.Other);
            FieldNames
                .Find(Wire.Bytes(name[..^1] + "~"))
                .ShouldBeOneOf(FieldName.Other, FieldName.XForwardedOther);
        }
    }

    [Theory]
    [InlineData("X")]
    [InlineData("X-Forwarded")]
    [InlineData("XxForwarded-For")]
    [InlineData("X-ForwardedxFor")]
    [InlineData("X-Forwarder-For")]
    [InlineData("Accept-Language")]
    public void Any_other_name_is_Other(string name) =>
        FieldNames.Find(Wire.Bytes(name)).ShouldBe(FieldName.Other);
}
