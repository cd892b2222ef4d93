// A key that takes a duration: seconds, or a text with a unit.

using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>A duration; above zero unless <paramref name="allowsZero"/>.</summary>
internal sealed class DurationKey(string name, long? defaultMs, bool allowsZero, string description)
    : ConfigKey(name, description)
{
    public bool AllowsZero { get; } = allowsZero;

    public override void WriteSchema(Utf8JsonWriter json)
    {
        WriteReference(
            json,
            AllowsZero ? ConfigSchema.DurationOrZeroDefinition : ConfigSchema.DurationDefinition
        );
        if (defaultMs is { } value)
            json.WriteNumber("default", DurationText.ToSeconds(value));
    }
}
