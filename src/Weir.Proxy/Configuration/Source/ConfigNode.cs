// A JSON value that remembers where it was written. The tree is built by NodeParser, changed by TreeOverrides and only
// read after that.

namespace Weir.Proxy.Configuration.Source;

/// <summary>One value of the tree.</summary>
internal sealed class ConfigNode
{
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

    public List<ConfigMember> Members { get; } = [];

    public List<ConfigNode> Items { get; } = [];

    public ConfigMember? Find(string name) =>
        Members.Find(member => string.Equals(member.Name, name, StringComparison.Ordinal));

    public static string Join(string path, string name) =>
        path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>How a message names what was found.</summary>
    public string Describe() =>
        Kind switch
        {
            NodeKind.Object => "an object",
            NodeKind.Array => "a list",
            NodeKind.Text => $"the text \"{Text}\"",
            NodeKind.Null => "null",
            _ => Text,
        };
}
