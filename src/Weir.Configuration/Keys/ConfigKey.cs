// One key of the configuration as everybody sees it who does not ask for its value: the schema, and guesses at misspelt keys.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>What every key has.</summary>
internal abstract class ConfigKey(string name, string description)
{
    public string Name { get; } = name;

    /// <summary>One line for people; it ends up in the schema, where editors show it.</summary>
    public string Description { get; } = description;

    public KeyTraits Traits { get; init; }

    /// <summary>Whether it has all of these traits.</summary>
    public bool Is(KeyTraits traits) => (Traits & traits) == traits;

    /// <summary>Writes the properties of the JSON Schema object that says what the value may be.</summary>
    public abstract void WriteSchema(Utf8JsonWriter json);
}
