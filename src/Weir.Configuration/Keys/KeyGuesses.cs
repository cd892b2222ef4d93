// What unknown keys may have been meant to be. Owned by one reading; each name is guessed at once for each kind of section.

using Weir.Configuration.Source;

namespace Weir.Configuration.Keys;

/// <summary>Guesses, the first <see cref="MostGuesses"/> of a reading: each is a search through all keys and their synonyms.</summary>
/// <param name="sections">Every section there is.</param>
internal sealed class KeyGuesses(IReadOnlyList<SectionKeys> sections)
{
    /// <summary>A file with more misspelt names than this is of another program, and the first of them say so.</summary>
    public const int MostGuesses = 1000;

    private readonly Dictionary<(SectionKeys Section, string Name), KeyGuess> _known = [];

    /// <summary>How many names were searched for so far.</summary>
    public int Made => _known.Count;

    /// <summary>What <paramref name="name"/> may stand for in a section; nothing once there were too many.</summary>
    public KeyGuess Of(string name, SectionKeys section)
    {
        if (_known.TryGetValue((section, name), out KeyGuess guess))
            return guess;
        if (_known.Count >= MostGuesses)
            return default;
        string[] names = [.. section.Keys.Select(key => key.Name)];
        string? meant = PeerWords.Find(name, names) ?? NearestName.Find(name, names);
        guess = new KeyGuess(meant, meant is null ? HomeOf(name) : "");
        _known.Add((section, name), guess);
        return guess;
    }

    private string HomeOf(string name)
    {
        string[] homes = HomesOf(name);
        if (homes.Length > 0)
            return $"; it belongs in {string.Join(" or ", homes)}";
        // A word of another program's, for something that we keep elsewhere.
        string? ours = PeerWords.Of(name).FirstOrDefault(word => HomesOf(word).Length > 0);
        return ours is null
            ? ""
            : $"; here it is \"{ours}\", which belongs in {string.Join(" or ", HomesOf(ours))}";
    }

    private string[] HomesOf(string name) =>
        [
            .. sections
                .Where(section => section.Find(name) is not null)
                .Select(section => section.Describe()),
        ];
}
