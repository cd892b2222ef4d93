// Reads one object by the table of its keys: what is there, what should not be, what is missing. The types of the keys read the values;
// the readers of the sections add what takes more than one value to see. A wrong value reads as its fallback, so that reading goes on
// and all problems are found at once.

using System.Collections.Immutable;
using Weir.Configuration.Source;

namespace Weir.Configuration.Keys;

/// <summary>Access to one object.</summary>
internal sealed class SectionReader
{
    /// <summary>Keys that unknown ones were probably meant to be.</summary>
    private readonly HashSet<string?> _meant = new(StringComparer.Ordinal);

    /// <summary>Complains about a value that is no object, and about keys that the section does not have.</summary>
    public SectionReader(ReadContext context, ConfigNode node, SectionKeys keys)
    {
        Context = context;
        Node = node;
        Keys = keys;
        if (node.Kind != NodeKind.Object)
        {
            WrongType(node, "an object");
            return;
        }
        foreach (ConfigMember member in node.Members)
        {
            if (keys.Find(member.Name) is null)
                _meant.Add(UnknownKey.Report(member, keys, context));
        }
    }

    public ReadContext Context { get; }

    public ConfigNode Node { get; }

    public SectionKeys Keys { get; }

    public ProblemList Problems => Context.Problems;

    public ConfigMember? Member(ConfigKey key) => Node.Find(key.Name);

    public bool Has(ConfigKey key) => Member(key) is not null;

    /// <summary>Complains about a key that nothing goes without; the place is the object that lacks it.</summary>
    public void Missing(ConfigKey key, string message)
    {
        // What is no object, and a key that is there but misspelt, have been told already.
        if (Node.Kind == NodeKind.Object && !_meant.Overlaps(Keys.FormsOf(key)))
            Problems.Error(Node, "missing-key", $"\"{key.Name}\" is missing; {message}");
    }

    /// <summary>Null when the key is absent or its value is told to be wrong already.</summary>
    public ConfigNode? Value(ConfigKey key) =>
        Member(key)?.Value is { Kind: not NodeKind.Failed } node ? node : null;

    /// <summary>Null when the key is absent or its value is no text.</summary>
    public ConfigNode? TextNode(ConfigKey key) => Value(key) is { } node ? AsText(node) : null;

    /// <summary>A text as a text; null, with a complaint, for anything else.</summary>
    public ConfigNode? AsText(ConfigNode node)
    {
        // On the command line nobody puts quotes around a name or a token that happens to be a number.
        bool isBare =
            node.Kind is NodeKind.Number or NodeKind.Boolean && node.Position.Option is not null;
        if (node.Kind == NodeKind.Text || isBare)
            return node;
        WrongType(node, "a text");
        return null;
    }

    /// <summary>The entries of a list; none when the key is absent or its value is no list.</summary>
    public ImmutableArray<ConfigNode> Items(ConfigKey key)
    {
        if (Value(key) is not { } node)
            return [];
        if (node.Kind == NodeKind.Array)
            return [.. node.Items];
        WrongType(node, "a list");
        return [];
    }

    /// <summary>The section below a key; an empty one when it is absent.</summary>
    public SectionReader Section(ConfigKey key, SectionKeys keys) =>
        new(
            Context,
            Value(key)
                ?? new ConfigNode(
                    NodeKind.Object,
                    Node.Position,
                    ConfigNode.Join(Node.Path, key.Name)
                ),
            keys
        );

    /// <summary>Complains about a value of another type than <paramref name="wanted"/>.</summary>
    public void WrongType(ConfigNode node, string wanted)
    {
        string name =
            node.Path.Length == 0 ? "the configuration" : $"\"{node.Path.Split('.')[^1]}\"";
        if (node.Kind != NodeKind.Failed)
            Problems.Error(node, "wrong-type", $"{name} must be {wanted}, found {node.Describe()}");
    }
}
