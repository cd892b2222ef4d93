// A table of keys by itself, on a record of the test's own.
using System.Text.Json;
using Shouldly;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Types;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Keys;

public sealed class KeyTableTests
{
    private sealed record Sample(bool IsOn, int Count, string? Note);

    private readonly KeyTable<Sample> _table = new("sample", new Sample(false, 3, null));
    private readonly Key<Sample, int> _count;
    private readonly ProblemList _problems = new("weir.json");

    public KeyTableTests()
    {
        _count = _table.Add(
            "count",
            KeyTypes.Integer(1, 9),
            s => s.Count,
            (s, v) => s with { Count = v },
            "How many.",
            when: s => s.IsOn
        );
        _table.Add("on", KeyTypes.Boolean, s => s.IsOn, (s, v) => s with { IsOn = v }, "Whether.");
        _table.Add(
            "note",
            KeyTypes.OptionalText,
            s => s.Note,
            (s, v) => s with { Note = v },
            "What for.",
            KeyTraits.WrittenFirst | KeyTraits.NeedsRestart
        );
    }

    [Fact]
    public void What_is_absent_or_wrong_stays_as_it_was()
    {
        Sample inherited = new(true, 5, "kept");
        Read("""{ "on": false }""", inherited).ShouldBe(inherited with { IsOn = false });
        _problems.HasErrors.ShouldBeFalse();
        Read("""{ "count": 10 }""", inherited).ShouldBe(inherited);
        _problems.InFileOrder().ShouldHaveSingleItem().Code.ShouldBe("out-of-range");
    }

    [Fact]
    public void A_key_without_effect_is_neither_written_nor_compared()
    {
        Sample off = new(false, 3, null);
        Write(off).ShouldBe("""{"on":false}""");
        Write(off with { IsOn = true }).ShouldBe("""{"on":true,"count":3}""");
        _table.AreEqual(off, off with { Count = 4 }).ShouldBeTrue();
        _table.AreEqual(off, null).ShouldBeFalse();
        Sample on = off with { IsOn = true };
        _table.AreEqual(on, on with { Count = 4 }).ShouldBeFalse();
        _table.Changes("a", off, on with { Count = 4 }).ShouldBe([new KeyChange("a.on", false)]);
        _table.Changes("a", on, on with { Count = 4 }).ShouldBe([new KeyChange("a.count", false)]);
    }

    [Fact]
    public void A_key_without_effect_that_is_there_all_the_same_is_found()
    {
        SectionReader section = Section("""{ "count": 4, "on": false }""");
        _table
            .WithoutEffect(section, new Sample(false, 4, null))
            .Select(member => member.Name)
            .ShouldBe([_count.Name]);
        _table.WithoutEffect(section, new Sample(true, 4, null)).ShouldBeEmpty();
    }

    [Fact]
    public void What_needs_a_restart_stays_as_it_runs()
    {
        Sample running = new(false, 3, "old");
        _table
            .KeepUntilRestart(new Sample(true, 4, "new"), running)
            .ShouldBe(new Sample(true, 4, "old"));
        Write(running).ShouldBe("""{"note":"old","on":false}""");
    }

    [Fact]
    public void The_schema_tells_defaults_where_there_are_any()
    {
        string schema = JsonText.OfObject(_table.WriteSchema);
        schema.ShouldContain("\"default\": 3");
        schema.ShouldContain("\"default\": false");
        JsonDocument
            .Parse(schema)
            .RootElement.GetProperty("properties")
            .GetProperty("note")
            .TryGetProperty("default", out _)
            .ShouldBeFalse();
    }

    private Sample Read(string text, Sample record) => _table.Read(Section(text), record);

    private SectionReader Section(string text) =>
        new(
            new ReadContext(_problems),
            NodeParser.ParseFile(text, _problems, static _ => null).ShouldNotBeNull(),
            _table
        );

    private string Write(Sample record) =>
        JsonText
            .OfObject(json => _table.WriteMembers(json, record, mask: null))
            .Replace("\n", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
}
