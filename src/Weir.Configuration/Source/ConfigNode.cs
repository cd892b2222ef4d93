// A JSON value that remembers where it was written. The tree is built by NodeParser, changed by TreeOverrides and only
// read after that.

using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>One value of the tree.</summary>
internal sealed class ConfigNode
{
    // More members than this are found by an index: a look through all of them for each would take the square of their number.
    private const int MostUnindexed = 8;

    // No name of a host or of a header field that anybody uses is longer.
    private const int MostInPath = 256;

    private readonly List<ConfigMember> _members = [];
    private Dictionary<string, int>? _index;

    public ConfigNode(NodeKind kind, SourcePosition position, string path)
    {
        Kind = kind;
        Position = position;
        Path = path;
    }

    public NodeKind Kind { get; }

    /// <summary>The first character of the value.</summary>
    public SourcePosition Position { get; }

    /// <summary>In the form that <c>--set</c> takes.</summary>
    public string Path { get; }

    /// <summary>Text after substitution, digits of a number as written, or <c>true</c> / <c>false</c>.</summary>
    public string Text { get; init; } = "";

    /// <summary>A text that came from the environment as a whole, and so may stand for a number or a boolean.</summary>
    public bool IsSubstituted { get; init; }

    /// <summary>A number, or a text that may stand for one; null for anything else.</summary>
    public decimal? Number =>
        Kind == NodeKind.Number || (Kind == NodeKind.Text && IsSubstituted)
            ? NumberText.TryParse(Text)
            : null;

    /// <summary>In the order of the file; names are unique.</summary>
    public IReadOnlyList<ConfigMember> Members => _members;

    public List<ConfigNode> Items { get; } = [];

    /// <summary>How many members were compared by all searches so far.</summary>
    internal long Compared { get; private set; }

    public ConfigMember? Find(string name) =>
        IndexOf(name) is >= 0 and var at ? _members[at] : null;

    /// <summary>Puts a member in, in the place of one of its name or at the end.</summary>
    public void Set(ConfigMember member)
    {
        int at = IndexOf(member.Name);
        if (at >= 0)
        {
            _members[at] = member;
            return;
        }
        _index?.Add(member.Name, _members.Count);
        _members.Add(member);
    }

    /// <summary>Takes members out.</summary>
    public void RemoveAll(Predicate<ConfigMember> isGone)
    {
        _members.RemoveAll(isGone);
        _index = null;
    }

    private int IndexOf(string name)
    {
        if (_members.Count > MostUnindexed)
        {
            Compared++;
            _index ??= _members
                .Select((member, at) => (member.Name, at))
                .ToDictionary(entry => entry.Name, entry => entry.at, StringComparer.Ordinal);
            return _index.TryGetValue(name, out int at) ? at : -1;
        }
        Compared += _members.Count;
        return _members.FindIndex(member =>
            string.Equals(member.Name, name, StringComparison.Ordinal)
        );
    }

    /// <summary>The path of a member. A name that is longer than any that has a meaning stands there shortened: each value below it
    /// has it in its own path.</summary>
    public static string Join(string path, string name)
    {
        string step = name.Length <= MostInPath ? name : ShownText.Quote(name);
        return path.Length == 0 ? step : $"{path}.{step}";
    }

    /// <summary>How a message names what was found.</summary>
    public string Describe() =>
        Kind switch
        {
            NodeKind.Object => "an object",
            NodeKind.Array => "a list",
            NodeKind.Text => $"the text \"{ShownText.Quote(Text)}\"",
            NodeKind.Null => "null",
            _ => ShownText.Quote(Text),
        };
}
