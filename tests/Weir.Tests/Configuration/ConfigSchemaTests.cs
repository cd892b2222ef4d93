// The schema that editors use.

using System.Text.Json;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Keys;
using Xunit;

namespace Weir.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument
        .Parse(ConfigSchema.Write())
        .RootElement;

    [Fact]
    public void The_copy_in_the_documentation_is_the_current_one()
    {
        string path = Path.Combine(RepositoryRoot(), "docs", "weir.schema.json");
        string expected = ConfigSchema.Write();
        if (!File.Exists(path) || File.ReadAllText(path) != expected)
        {
            string fresh = Path.Combine(AppContext.BaseDirectory, "weir.schema.json");
            File.WriteAllText(fresh, expected);
            Assert.Fail($"docs/weir.schema.json is out of date; the current one is at {fresh}");
        }
    }

    [Fact]
    public void Every_reference_leads_to_a_definition()
    {
        HashSet<string> defined =
        [
            .. Schema.GetProperty("$defs").EnumerateObject().Select(d => "#/$defs/" + d.Name),
        ];

        References(Schema).Where(reference => !defined.Contains(reference)).ShouldBeEmpty();
        References(Schema).Count().ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Every_section_has_all_its_keys_with_descriptions_and_no_others()
    {
        foreach (SectionKeys section in RootKeys.Sections)
        {
            JsonElement definition = Schema.GetProperty("$defs").GetProperty(section.Name);
            definition.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
            definition
                .GetProperty("properties")
                .EnumerateObject()
                .Select(p => p.Name)
                .ShouldBe(section.Keys.Select(k => k.Name));
            definition
                .GetProperty("properties")
                .EnumerateObject()
                .ShouldAllBe(p => p.Value.GetProperty("description").GetString()!.Length > 5);
        }
    }

    [Fact]
    public void Both_forms_are_offered_and_exclude_each_other()
    {
        string rules = Schema
            .GetProperty("allOf")
            .ToString()
            .Replace("\n", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);

        rules.ShouldContain("""{"not":{"required":["listen","listeners"]}}""");
        rules.ShouldContain("""{"anyOf":[{"required":["backends"]},{"required":["clusters"]}]}""");
    }

    [Theory]
    [InlineData("loadBalancer", "connectionIdleTimeout", "durationOrZero", 60)]
    [InlineData("cluster", "reuseQuietTime", "duration", 0.1)]
    [InlineData("shutdown", "drainSeconds", "duration", 10)]
    public void A_duration_refers_to_its_kind_and_has_its_default_in_seconds(
        string section,
        string key,
        string kind,
        double value
    )
    {
        JsonElement schema = Schema
            .GetProperty("$defs")
            .GetProperty(section)
            .GetProperty("properties")
            .GetProperty(key);

        schema.GetProperty("$ref").GetString().ShouldBe("#/$defs/" + kind);
        schema.GetProperty("default").GetDouble().ShouldBe(value);
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(p =>
                    p.NameEquals("$ref") ? [p.Value.GetString()!] : References(p.Value)
                ),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Weir.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder.ShouldNotBeNull();
    }
}
