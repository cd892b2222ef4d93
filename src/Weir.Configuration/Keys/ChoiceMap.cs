// The words that the configuration uses for the values of an enum.

using System.Collections.Immutable;

namespace Weir.Configuration.Keys;

/// <summary>Both ways between words and values.</summary>
internal sealed class ChoiceMap<T>(params (string Name, T Value)[] choices)
    where T : struct, Enum
{
    public ImmutableArray<string> Names { get; } = [.. choices.Select(choice => choice.Name)];

    /// <summary>Null for a word that is none of them.</summary>
    public T? Find(string name)
    {
        foreach ((string candidate, T value) in choices)
        {
            if (string.Equals(candidate, name, StringComparison.Ordinal))
                return value;
        }
        return null;
    }

    public string NameOf(T value) =>
        choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name;
}
