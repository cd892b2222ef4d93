// Every house rule over the whole repository, and over the samples that show it can fail.
using Shouldly;
using Weir.Tidy.Text;
using Xunit;

namespace Weir.Tidy.Rules;

public sealed class HouseRulesTests
{
    private static readonly Lazy<Repository> s_repository = new(Repository.FromDisk);

    public static TheoryData<string> Sentences => [.. AllRules.List.Select(rule => rule.Sentence)];

    public static TheoryData<string> Planted =>
        [.. PlantedSamples.Bad.Select(sample => sample.Name)];

    public static TheoryData<string> Kept => [.. PlantedSamples.Good.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_repository_keeps_the_rule(string sentence)
    {
        Finding[] findings = [.. Rule(sentence).Check(s_repository.Value)];

        findings.ShouldBeEmpty($"{sentence}:\n{string.Join('\n', findings.AsEnumerable())}\n");
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_breach_is_found_where_it_is(string name)
    {
        PlantedSample sample = PlantedSamples.Bad.Single(sample => sample.Name == name);

        IEnumerable<string> places = sample
            .Rule.Check(sample.Files)
            .Select(finding => $"{finding.Path}:{finding.Line}");

        places.ShouldBe([sample.Place!]); // every bad sample has a place
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_looks_like_a_breach_but_is_none_passes(string name)
    {
        PlantedSample sample = PlantedSamples.Good.Single(sample => sample.Name == name);

        sample.Rule.Check(sample.Files).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_has_a_planted_breach() =>
        AllRules
            .List.Select(rule => rule.GetType())
            .ShouldBeSubsetOf(PlantedSamples.Bad.Select(sample => sample.Rule.GetType()));

    [Fact]
    public void The_repository_is_really_read()
    {
        s_repository.Value.Product.Count().ShouldBeGreaterThan(50);
        s_repository.Value.Find("Makefile").ShouldNotBeNull();
        s_repository.Value.Product.Sum(file => file.Outline.Types.Count).ShouldBeGreaterThan(50);
        s_repository.Value.Product.Sum(file => file.Outline.Members.Count).ShouldBeGreaterThan(100);
    }

    private static Rule Rule(string sentence) =>
        AllRules.List.Single(rule => rule.Sentence == sentence);
}
