// One key of the configuration: its name, what it says, and what it may be set to. The reader, the writer and the schema
// all work from these, so that they cannot drift apart.

using System.Text.Json;

namespace Weir.Configuration.Keys;

/// <summary>What every key has.</summary>
internal abstract class ConfigKey(string name, string description)
{
    public string Name { get; } = name;

    /// <summary>One line for people; it ends up in the schema, where editors show it.</summary>
    public string Description { get; } = description;

    /// <summary>Writes the properties of the JSON Schema object that says what the value may be.</summary>
    public abstract void WriteSchema(Utf8JsonWriter json);

    /// <summary>Writes <c>$ref</c> to a definition that <see cref="ConfigSchema"/> makes.</summary>
    protected static void WriteReference(Utf8JsonWriter json, string definition) =>
        json.WriteString("$ref", "#/$defs/" + definition);
}
