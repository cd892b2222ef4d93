// What a process tells its successor, in an environment variable: which descriptors it left open, and where it waits for an answer.
using System.Text.Json;

namespace Weir.Handover;

/// <summary>Sockets and the pipe of a binary upgrade. Both ends may be of different versions: fields are added, never changed.</summary>
internal sealed record HandoverMessage
{
    public const string Variable = "WEIR_HANDOVER";

    /// <summary>The end of a pipe to write a byte to once the successor serves.</summary>
    public required string ReadyPipe { get; init; }

    public required HandedListener[] Listeners { get; init; }

    /// <summary>The sockets of the admin API and the like.</summary>
    public HandedListener[] Servers { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, HandoverJson.Default.HandoverMessage);

    /// <summary>Null when the text is no such message.</summary>
    public static HandoverMessage? FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, HandoverJson.Default.HandoverMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
