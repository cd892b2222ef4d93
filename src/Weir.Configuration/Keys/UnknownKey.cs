// Says that a section does not have a key, and what it may have been meant to be.

using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>The message for a key that a section does not have.</summary>
internal static class UnknownKey
{
    /// <returns>The key that was probably meant; null when nothing comes close.</returns>
    public static string? Report(ConfigMember member, SectionKeys keys, ReadContext context)
    {
        KeyGuess guess = context.Guesses.Of(member.Name, keys);
        context.Problems.Error(
            member,
            "unknown-key",
            $"\"{ShownText.Quote(member.Name)}\" is not a key of {keys.Describe()}{guess.Hint}",
            guess.Meant
        );
        return guess.Meant;
    }
}
