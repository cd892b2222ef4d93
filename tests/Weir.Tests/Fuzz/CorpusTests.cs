// Plays the seeds of the fuzzer, and whatever once broke a parser, through every fuzz target.
using System.Text;
using Shouldly;
using Weir.Fuzz.Targets;
using Weir.Tests.Docs;
using Xunit;

namespace Weir.Tests.Fuzz;

public sealed class CorpusTests
{
    private const string Corpus = "tests/Weir.Fuzz/corpus";
    private const string Crashes = "tests/Weir.Fuzz/crashes";

    public static TheoryData<string> Targets => [.. FuzzTargets.ByName.Keys.Order()];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_kept_input_keeps_every_promise(string target)
    {
        foreach (string path in Inputs())
        {
            Exception? broken = Record.Exception(() =>
                FuzzTargets.ByName[target](File.ReadAllBytes(path))
            );
            broken.ShouldBeNull($"{target} on {path}: {broken}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_target_has_seeds_of_its_own(string target) =>
        Directory.GetFiles(Repository.PathOf($"{Corpus}/{target}")).Length.ShouldBeGreaterThan(5);

    [Fact]
    public void The_pieces_differ_from_the_whole_where_a_reader_forgets_what_it_saw()
    {
        // A reader that starts anew with each piece is what the differential target is there to find.
        byte[] bytes = Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var whole = new Conversation(ConversationKind.Requests, bytes.Length);
        whole.Feed(bytes);
        var pieces = new Conversation(ConversationKind.Requests, bytes.Length);
        pieces.Feed(bytes.AsSpan(0, 10));
        pieces.Feed(bytes.AsSpan(10));
        whole.End().ShouldBe(pieces.End());
        whole.End().ShouldContain("request GET / at a");
        var forgetful = new Conversation(ConversationKind.Requests, bytes.Length);
        forgetful.Feed(bytes.AsSpan(10));
        forgetful.End().ShouldNotBe(whole.End());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\nX\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n")]
    public void The_careless_reader_of_the_targets_says_what_it_cannot_read(string head) =>
        Should.Throw<FuzzFailureException>(() =>
            new HeadLines(Encoding.Latin1.GetBytes(head)).Count("HOST")
        );

    private static IEnumerable<string> Inputs() =>
        new[] { Corpus, Crashes }
            .Select(Repository.PathOf)
            .Where(Directory.Exists)
            .SelectMany(folder =>
                Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            );
}
