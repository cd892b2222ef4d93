// The keys of one object of the configuration.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>A table of keys.</summary>
/// <param name="name">The name of its definition in the schema.</param>
/// <param name="keys">Those of other tables that it takes over, in the order in which the documentation lists them.</param>
internal class SectionKeys(string name, params IEnumerable<ConfigKey> keys)
{
    private readonly List<ConfigKey> _keys = [.. keys];
    private readonly List<Alternative> _alternatives = [];

    public string Name { get; } = name;

    public IReadOnlyList<ConfigKey> Keys => _keys;

    /// <summary>Forms that exclude each other.</summary>
    public IReadOnlyList<Alternative> Alternatives
    {
        get => _alternatives;
        init => _alternatives.AddRange(value);
    }

    /// <summary>Puts a key in behind the others, one that no property of a record holds.</summary>
    public TKey AddKey<TKey>(TKey key)
        where TKey : ConfigKey
    {
        _keys.Add(key);
        return key;
    }

    /// <summary>Makes keys exclude each other.</summary>
    public Alternative AddAlternative(Alternative alternative)
    {
        _alternatives.Add(alternative);
        return alternative;
    }

    public ConfigKey? Find(string key) =>
        _keys.Find(candidate => string.Equals(candidate.Name, key, StringComparison.Ordinal));

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
        ConfigKey[] required = [.. Keys.Where(key => key.Is(KeyTraits.Required))];
        if (required.Length > 0)
            WriteRequired(json, required);
        if (Alternatives.Count == 0)
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
            WriteRequired(json, alternative.One, other);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (!alternative.IsNeeded)
            return;
        json.WriteStartObject();
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteRequired(json, alternative.One);
        json.WriteEndObject();
        json.WriteStartObject();
        WriteRequired(json, alternative.Other[0]);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRequired(Utf8JsonWriter json, params ReadOnlySpan<ConfigKey> keys)
    {
        json.WriteStartArray("required");
        foreach (ConfigKey key in keys)
            json.WriteStringValue(key.Name);
        json.WriteEndArray();
    }
}
