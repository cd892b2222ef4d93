// The JSON Schema (draft 2020-12) of the configuration, made from the same table of keys that the reader works from.
// It describes one file by itself; what needs a look at several places at once is left to the reader.

using System.Text.Json;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>Makes the schema that editors use.</summary>
public static class ConfigSchema
{
    /// <summary>The schema as indented JSON that ends with a line feed.</summary>
    public static string Write() => JsonText.OfObject(WriteRoot);

    private static void WriteRoot(Utf8JsonWriter json)
    {
        json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.WriteString("title", "Weir configuration");
        // Words of VS Code's editor for JSON, which would mark both as faults.
        json.WriteBoolean("allowComments", true);
        json.WriteBoolean("allowTrailingCommas", true);
        RootKeys.All.WriteSchema(json);
        json.WriteStartObject("$defs");
        foreach (SectionKeys section in RootKeys.Sections)
        {
            json.WriteStartObject(section.Name);
            section.WriteSchema(json);
            json.WriteEndObject();
        }
        SchemaDefinitions.Write(json);
        json.WriteEndObject();
    }
}
