// The traceparent field, rule by rule.
using Shouldly;
using Weir.Protocol.Http;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public sealed class TraceParentTests
{
    private const string Valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void What_is_written_is_what_was_read()
    {
        TraceParent.TryParse(Wire.Bytes(Valid), out TraceParent parsed).ShouldBeTrue();
        parsed.TraceId.ShouldBe(new UInt128(0x0af7651916cd43dd, 0x8448eb211c80319c));
        parsed.ParentId.ShouldBe(0xb7ad6b7169203331);
        parsed.IsSampled.ShouldBeTrue();
        Text(parsed).ShouldBe(Valid);
        Text(new TraceParent(1, 2, 0))
            .ShouldBe("00-00000000000000000000000000000001-0000000000000002-00");
    }

    [Theory]
    [InlineData("00", false, "00")]
    [InlineData("01", true, "01")]
    [InlineData("02", false, "02")]
    [InlineData("03", true, "03")]
    [InlineData("fe", false, "02")]
    [InlineData("ff", true, "03")]
    public void Flags_that_nobody_knows_are_not_passed_on(
        string flags,
        bool sampled,
        string written
    )
    {
        TraceParent
            .TryParse(Wire.Bytes(Valid[..^2] + flags), out TraceParent parsed)
            .ShouldBeTrue();
        parsed.IsSampled.ShouldBe(sampled);
        Text(parsed).ShouldEndWith("-" + written);
    }

    [Theory]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what the future brings")]
    public void Of_a_later_version_the_known_part_is_taken(string text)
    {
        TraceParent.TryParse(Wire.Bytes(text), out TraceParent parsed).ShouldBeTrue();
        Text(parsed).ShouldBe(Valid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x")]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x")]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-B7ad6b7169203331-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333x-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x")]
    [InlineData("0x-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01")]
    [InlineData("00- af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public void Anything_else_is_none(string text) =>
        TraceParent.TryParse(Wire.Bytes(text), out _).ShouldBeFalse();

    private static string Text(TraceParent traceParent)
    {
        byte[] text = new byte[TraceParent.TextBytes];
        traceParent.Write(text);
        return Wire.Text(text);
    }
}
