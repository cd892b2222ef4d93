// Shows each rule of the doctor where it fires and where it does not, and holds docs/doctor.md to the table of rules.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Doctor;
using Xunit;

namespace Weir.Tests.Proxy.Doctor;

public sealed class DiagnosisTests
{
    public static TheoryData<string> Codes => [.. DoctorCases.All.Select(c => c.Code)];

    [Fact]
    public void Every_rule_has_a_case_and_a_code_of_its_own()
    {
        string[] codes = [.. Diagnosis.Rules.Select(r => r.Code)];
        codes.Distinct().Count().ShouldBe(codes.Length);
        DoctorCases.All.Select(c => c.Code).Order().ShouldBe(codes.Order());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void It_fires_on_what_hurts_and_says_what_helps(string code)
    {
        DoctorCase about = DoctorCases.All.Single(c => c.Code == code);
        DoctorFinding finding = Find(about.Hurts, about.Facts)
            .Where(f => f.Code == code)
            .ShouldHaveSingleItem();
        finding.Place.ShouldBe(about.Place);
        finding.Subject.ShouldBe(about.Subject);
        finding.Remedy.ShouldNotBeEmpty();
        finding.Message.ShouldContain(about.Says);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void It_keeps_quiet_where_all_is_well(string code)
    {
        DoctorCase about = DoctorCases.All.Single(c => c.Code == code);
        // Either the setting is mended, or the facts that make it hurt are not there.
        Find(about.Fine ?? about.Hurts, about.Fine is null ? new DoctorFacts() : about.Facts)
            .ShouldNotContain(f => f.Code == code);
    }

    [Fact]
    public void The_worst_comes_first()
    {
        DoctorFinding[] found = Find(
            """{ "listen": { "address": "0.0.0.0:9000" }, "backends": [ { "address": "h:1", "weight": 0 } ] }""",
            new DoctorFacts()
        );
        found[0].Severity.ShouldBe(FindingSeverity.Error);
        found.Select(f => f.Severity).ShouldBeInOrder();
    }

    [Fact]
    public void The_documentation_explains_every_code_and_no_other()
    {
        string[] documented =
        [
            .. File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "doctor.md"))
                .Where(line => line.StartsWith("### `", StringComparison.Ordinal))
                .Select(line => line[5..^1]),
        ];
        documented.ShouldBe(Diagnosis.Rules.Select(r => r.Code));
    }

    private static DoctorFinding[] Find(string text, DoctorFacts facts)
    {
        ConfigReadResult read = ConfigReader.Read(text, "weir.json", new ConfigReadOptions());
        WeirConfig config = read.Config.ShouldNotBeNull(string.Join('\n', read.Problems));
        return [.. Diagnosis.Of(config, facts with { Origins = read.Origins })];
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Weir.slnx")))
        {
            at = at.Parent;
        }

        return at.ShouldNotBeNull().FullName;
    }
}
