// Reads back what a log wrote, for the tests beside it.
using System.Text;
using System.Text.Json;

namespace Weir.Tests.Logging;

internal static class LogLines
{
    public static JsonElement[] Parse(MemoryStream written) =>
        [.. Split(Encoding.UTF8.GetString(written.ToArray())).Select(Element)];

    public static JsonElement[] ParseFile(string path) =>
        [.. Split(File.ReadAllText(path)).Select(Element)];

    public static string Text(this JsonElement line, string name) =>
        line.GetProperty(name).GetString()!; // asserted by the caller

    private static string[] Split(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static JsonElement Element(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
