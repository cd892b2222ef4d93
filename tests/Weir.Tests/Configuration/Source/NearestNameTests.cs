// What a misspelt word is taken for.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class NearestNameTests
{
    private static readonly string[] Names =
    [
        "listen",
        "listeners",
        "backends",
        "backlog",
        "mode",
        "host",
        "port",
    ];

    [Theory]
    [InlineData("lisen", "listen")]
    [InlineData("Listen", "listen")]
    [InlineData("backend", "backends")]
    [InlineData("bakclog", "backlog")]
    [InlineData("mod", "mode")]
    [InlineData("hots", "host")]
    [InlineData("back", "backends")]
    [InlineData("portNumber", "port")]
    public void Two_slips_or_a_shared_beginning_lead_to_a_name(string word, string expected) =>
        NearestName.Find(word, Names).ShouldBe(expected);

    [Theory]
    [InlineData("shutdown")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("xy")]
    [InlineData("bzzklzg")]
    public void Another_word_leads_to_none(string word) =>
        NearestName.Find(word, Names).ShouldBeNull();
}
