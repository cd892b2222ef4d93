// Makes indented JSON text.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Configuration.Values;

/// <summary>One place for how the JSON that people read is laid out.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // For files, terminals and application/json, never as a part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One object whose members <paramref name="writeMembers"/> writes; ends with a line feed.</summary>
    public static string OfObject(Action<Utf8JsonWriter> writeMembers)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
