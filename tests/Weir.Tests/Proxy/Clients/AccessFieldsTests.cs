// The texts that the access log takes from a request head.
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Tests.Protocol;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class AccessFieldsTests
{
    [Fact]
    public void Method_and_target_are_as_sent_and_the_fields_are_found_in_any_case() =>
        Of(
                "BREW /a%20b?c HTTP/1.1\r\nHost: a:81\r\nUSER-AGENT: t\u00e9st/1\r\nreferer: http://b/\r\n\r\n"
            )
            .ShouldBe(["BREW", "/a%20b?c", "http://b/", "t\u00e9st/1", "a:81", null]);

    [Fact]
    public void Fields_that_are_missing_are_absent_and_empty_ones_empty() =>
        Of("GET / HTTP/1.0\r\nReferer:\r\n\r\n").ShouldBe(["GET", "/", "", null, null, null]);

    [Fact]
    public void The_host_is_the_one_in_force_and_long_texts_are_cut()
    {
        string?[] texts = Of(
            $"GET http://b.example:81/ HTTP/1.1\r\nHost: a\r\nUser-Agent: {new string('u', 2_000)}\r\n\r\n"
        );
        texts[(int)RequestText.Host].ShouldBe("b.example:81");
        texts[(int)RequestText.UserAgent].ShouldBe(new string('u', Limits.AccessFieldBytes));
    }

    private static string?[] Of(string head)
    {
        var texts = new RequestTexts();
        AccessFields.Take(Wire.Bytes(head), Wire.ValidRequest(head), texts);
        return
        [
            .. Enum.GetValues<RequestText>()
                .Select(t => texts.Has(t) ? Encoding.Latin1.GetString(texts.Get(t)) : null),
        ];
    }
}
