// Known names are found in any case, near misses are not.
using Shouldly;
using Weir.Protocol.Http.Fields;
using Xunit;

namespace Weir.Tests.Protocol.Http.Fields;

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

    /// <summary>Two names in one slot of the table would hide one of them.</summary>
    [Fact]
    public void Every_name_with_a_text_is_found_by_it()
    {
        foreach (FieldName name in Enum.GetValues<FieldName>())
        {
            byte[] text = FieldNames.Text(name).ToArray();
            if (name is FieldName.Other or FieldName.XForwardedOther)
            {
                text.ShouldBeEmpty();
                continue;
            }

            FieldNames.Find(text).ShouldBe(name);
            FieldNames.Find(Wire.Bytes(Wire.Text(text).ToUpperInvariant())).ShouldBe(name);
            FieldNames.Find(Wire.Bytes(Wire.Text(text).ToLowerInvariant())).ShouldBe(name);
        }
    }

    [Theory]
    [InlineData(FieldName.ContentType, "Content-Type")]
    [InlineData(FieldName.StrictTransportSecurity, "Strict-Transport-Security")]
    [InlineData(FieldName.WwwAuthenticate, "WWW-Authenticate")]
    [InlineData(FieldName.TE, "TE")]
    [InlineData(FieldName.ETag, "ETag")]
    [InlineData(FieldName.TraceParent, "traceparent")]
    public void A_name_is_written_as_messages_usually_spell_it(FieldName name, string text) =>
        Wire.Text(FieldNames.Text(name)).ShouldBe(text);

    [Theory]
    [InlineData("X")]
    [InlineData("X-Forwarded")]
    [InlineData("XxForwarded-For")]
    [InlineData("X-ForwardedxFor")]
    [InlineData("X-Forwarder-For")]
    [InlineData("Accept-Languages")]
    [InlineData("-")]
    public void Any_other_name_is_Other(string name) =>
        FieldNames.Find(Wire.Bytes(name)).ShouldBe(FieldName.Other);
}
