// Text of others, fit to be shown.
using Shouldly;
using Weir.Admin.Security;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Admin.Security;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("kernel update", "kernel update")]
    [InlineData("  a\nb\r\nc\t", "a b  c")]
    [InlineData("red\u001b[31m", "red [31m")]
    [InlineData("evil\u202etxt", "evil txt")]
    [InlineData("grün 🙂", "grün 🙂")]
    public void What_steers_a_terminal_becomes_a_space(string text, string shown) =>
        OneLine.Of(text, 100).ShouldBe(shown);

    [Fact]
    public void It_is_cut_without_taking_a_pair_apart()
    {
        OneLine.Of("abc🙂", 4).ShouldBe("abc");
        ShownText.Beginning("abc🙂", 4).ShouldBe("abc");
        ShownText.Beginning("abc🙂", 5).ShouldBe("abc🙂");
        OneLine.Of("half \ud83d", 100).ShouldBe("half \ufffd");
    }
}
