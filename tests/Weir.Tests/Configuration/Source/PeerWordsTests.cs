// Words of other balancers, and ours for them.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class PeerWordsTests
{
    [Theory]
    [InlineData("least_conn", "leastConnections")]
    [InlineData("leastconn", "leastConnections")]
    [InlineData("LEAST_REQUEST", "leastConnections")]
    [InlineData("round_robin", "roundRobin")]
    [InlineData("roundrobin", "roundRobin")]
    [InlineData("ROUND_ROBIN", "roundRobin")]
    [InlineData("p2c", "powerOfTwo")]
    [InlineData("random two least_conn", "powerOfTwo")]
    [InlineData("ip_hash", null)]
    public void Algorithms_are_known_by_every_name(string word, string? ours) =>
        PeerWords
            .Find(word, ["roundRobin", "leastConnections", "random", "powerOfTwo"])
            .ShouldBe(ours);

    [Fact]
    public void Of_several_words_of_ours_the_place_decides()
    {
        PeerWords.Find("server", ["listen", "backends"]).ShouldBe("backends");
        PeerWords.Find("server", ["weight", "address"]).ShouldBe("address");
        PeerWords.Find("server", ["level"]).ShouldBeNull();
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("server")]
    [InlineData("proxy_pass")]
    [InlineData("bind")]
    [InlineData("timeout connect")]
    [InlineData("timeout server")]
    [InlineData("default_backend")]
    [InlineData("location")]
    [InlineData("server_name")]
    [InlineData("keepalive")]
    public void Every_word_that_is_offered_is_a_key_of_ours(string word)
    {
        HashSet<string> keys =
        [
            .. RootKeys.Sections.Prepend(RootKeys.All).SelectMany(s => s.Keys).Select(k => k.Name),
        ];
        PeerWords.Of(word).ShouldNotBeEmpty();
        PeerWords.Of(word).ShouldAllBe(ours => keys.Contains(ours));
    }
}
