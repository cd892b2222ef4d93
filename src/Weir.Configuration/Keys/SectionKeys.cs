// The keys of one object of the configuration.

using System.Collections.Immutable;
using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A table of keys.</summary>
/// <param name="Name">The name of its definition in the schema.</param>
/// <param name="Keys">In the order in which the documentation lists them.</param>
internal sealed record SectionKeys(string Name, ImmutableArray<ConfigKey> Keys)
{
    /// <summary>Keys without which nothing goes.</summary>
    public ImmutableArray<ConfigKey> Required { get; init; } = [];

    /// <summary>Forms that exclude each other.</summary>
    public ImmutableArray<Alternative> Alternatives { get; init; } = [];

    public ConfigKey? Find(string name) =>
        Keys.FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.Ordinal));

    /// <summary>The names of all keys that say, in one form or another, what <paramref name="key"/> says.</summary>
    public IEnumerable<string> FormsOf(ConfigKey key) =>
        Alternatives
            .Where(alternative => alternative.One == key || alternative.Other.Contains(key))
            .SelectMany(alternative => alternative.Other.Add(alternative.One))
            .Append(key)
            .Select(form => form.Name);

    /// <summary>How a message names the section.</summary>
    public string Describe() =>
        Name switch
        {
            "config" => "the top level",
            "listener" or "route" or "backend" or "cluster" => "a " + Name,
            _ => $"\"{Name}\"",
        };

    /// <summary>Writes the JSON Schema of the object.</summary>
    public void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        foreach (ConfigKey key in Keys)
        {
            json.WriteStartObject(key.Name);
            json.WriteString("description", key.Description);
            key.WriteSchema(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (Required.Length > 0)
            WriteRequired(json, Required);
        if (Alternatives.Length == 0)
            return;
        json.WriteStartArray("allOf");
        foreach (Alternative alternative in Alternatives)
            WriteAlternative(json, alternative);
        json.WriteEndArray();
    }

    private static void WriteAlternative(Utf8JsonWriter json, Alternative alternative)
    {
        foreach (ConfigKey other in alternative.Other)
        {
            json.WriteStartObject();
            json.WriteStartObject("not");
            WriteRequired(json, [alternative.One, other]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (!alternative.IsNeeded)
            return;
        json.WriteStartObject();
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteRequired(json, [alternative.One]);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteRequired(json, [alternative.Other[0]]);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequired(Utf8JsonWriter json, ImmutableArray<ConfigKey> keys)
    {
        json.WriteStartArray("required");
        foreach (ConfigKey key in keys)
            json.WriteStringValue(key.Name);
        json.WriteEndArray();
    }
}
