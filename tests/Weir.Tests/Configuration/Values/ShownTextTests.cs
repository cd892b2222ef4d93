// What is shown of texts of others.
using System.Text;
using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("héllo 🙂 日本", "héllo 🙂 日本")]
    [InlineData("\u001b[2J\n\rfake: ok", @"\u001b[2J\u000a\u000dfake: ok")]
    [InlineData(
        "a\u009b\u202eb\u2028\u2029\u2066\ufeff",
        @"a\u009b\u202eb\u2028\u2029\u2066\ufeff"
    )]
    [InlineData("x\U000E0041", @"x\udb40\udc41")]
    [InlineData(@"\u001b", @"\u001b")]
    public void What_steers_a_terminal_is_escaped(string text, string shown)
    {
        ShownText.Escape(text).ShouldBe(shown);
        ShownText.Quote(text).ShouldBe(shown);
        ShownText.Message(text).ShouldBe(shown);
    }

    [Fact]
    public void Plain_text_is_not_copied()
    {
        string text = new('a', 50);
        ShownText.Escape(text).ShouldBeSameAs(text);
        ShownText.Quote(text).ShouldBeSameAs(text);
    }

    [Fact]
    public void A_long_quote_is_cut_and_says_how_long_it_was()
    {
        ShownText.Quote(new string('a', 100)).Length.ShouldBe(100);
        ShownText
            .Quote(new string('a', 20_000_000))
            .ShouldBe(new string('a', 100) + "… (20,000,000 characters)");
        ShownText
            .Quote(new string('\n', 50))
            .ShouldBe(
                new StringBuilder().Insert(0, @"\u000a", 17).ToString()[..100] + "… (50 characters)"
            );
    }

    [Fact]
    public void A_long_message_keeps_its_beginning_and_its_end()
    {
        string message = ShownText.Message($"\"{new string('a', 1_000_000)}\" has no port");
        message.Length.ShouldBeLessThanOrEqualTo(ShownText.MostInMessage);
        message.ShouldStartWith("\"aaa");
        message.ShouldContain("a… (1,000,014 characters) …a");
        message.ShouldEndWith("a\" has no port");
        ShownText
            .Message(new string('\n', 400))
            .Length.ShouldBeLessThanOrEqualTo(ShownText.MostInMessage);
    }

    [Fact]
    public void No_pair_of_surrogates_is_taken_apart()
    {
        string smiles = new StringBuilder().Insert(0, "🙂", 1000).ToString();
        foreach (string text in new[] { smiles, "a" + smiles })
        {
            ShownText.Message(text).EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
            ShownText.Quote(text).EnumerateRunes().ShouldNotContain(Rune.ReplacementChar);
        }
    }
}
