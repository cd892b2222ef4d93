// One line of Weir's log.
using System.Text.Json;

namespace Weir.SystemTests.Support;

public sealed record LogEvent(string Line, JsonElement Json)
{
    public string Name => Text("event") ?? "";

    public string? Text(string field) =>
        Json.TryGetProperty(field, out JsonElement value) ? value.ToString() : null;

    public double Number(string field) => Json.GetProperty(field).GetDouble();
}
