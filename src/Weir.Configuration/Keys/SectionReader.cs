// Reads the values of one object by the table of its keys. Every way in which a single value can be wrong is told here;
// the readers of the sections add what takes more than one value to see. A wrong value reads as its fallback, so that
// reading goes on and all problems are found at once.

using System.Collections.Immutable;
using System.Globalization;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>Typed access to one object.</summary>
internal sealed class SectionReader
{
    private readonly ReadContext _context;

    /// <summary>Keys that unknown ones were probably meant to be.</summary>
    private readonly HashSet<string?> _meant = new(StringComparer.Ordinal);

    /// <summary>Complains about a value that is no object, and about keys that the section does not have.</summary>
    public SectionReader(ReadContext context, ConfigNode node, SectionKeys keys)
    {
        _context = context;
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
                _meant.Add(UnknownKey.Report(member, keys, _context));
        }
    }

    public ConfigNode Node { get; }

    public SectionKeys Keys { get; }

    public ProblemList Problems => _context.Problems;

    public ConfigMember? Member(ConfigKey key) => Node.Find(key.Name);

    public bool Has(ConfigKey key) => Member(key) is not null;

    /// <summary>Complains about a key that nothing goes without; the place is the object that lacks it.</summary>
    public void Missing(ConfigKey key, string message)
    {
        // What is no object, and a key that is there but misspelt, have been told already.
        if (Node.Kind == NodeKind.Object && !_meant.Overlaps(Keys.FormsOf(key)))
            Problems.Error(Node, "missing-key", $"\"{key.Name}\" is missing; {message}");
    }

    public int Integer(IntegerKey key, int fallback) => (int)Long(key, fallback);

    public long Long(IntegerKey key, long fallback)
    {
        if (Value(key) is not { } node)
            return fallback;
        if (Number(node) is not { } value || value != decimal.Truncate(value))
        {
            WrongType(node, "a whole number", Range(key));
            return fallback;
        }
        if (value >= key.Min && value <= key.Max)
            return (long)value;
        Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be {Range(key)}, found {node.Describe()}"
        );
        return fallback;
    }

    /// <summary>From 0 to 1.</summary>
    public double Share(ShareKey key, double fallback)
    {
        if (Value(key) is not { } node)
            return fallback;
        if (Number(node) is not { } value)
        {
            WrongType(node, "a number", "from 0 to 1");
            return fallback;
        }
        if (value is >= 0 and <= 1)
            return (double)value;
        bool isPercent = value is > 1 and <= 100;
        Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be from 0 to 1, found {node.Describe()}",
            isPercent ? (value / 100).ToString(CultureInfo.InvariantCulture) : null
        );
        return fallback;
    }

    /// <summary>In milliseconds.</summary>
    public long Duration(DurationKey key, long fallbackMs)
    {
        if (Value(key) is not { } node)
            return fallbackMs;
        const string Wanted =
            "a number of seconds or a text with a unit such as \"250ms\", \"5s\", \"2m\", \"1h\"";
        decimal? seconds = Number(node);
        if (seconds is null && node.Kind != NodeKind.Text)
        {
            WrongType(node, Wanted);
            return fallbackMs;
        }
        decimal? ms = seconds is { } number
            ? Math.Clamp(number, -1, Limits.MaxDurationMs) * 1000
            : DurationText.TryParseMs(node.Text);
        if (ms is null)
        {
            string? suggestion = NumberText.TryParse(node.Text) is null ? null : node.Text + "s";
            Problems.Error(
                node,
                "bad-duration",
                $"\"{key.Name}\" must be {Wanted}, found {node.Describe()}",
                suggestion
            );
            return fallbackMs;
        }
        decimal rounded = decimal.Round(ms.Value, MidpointRounding.AwayFromZero);
        bool isOff = ms == 0 && key.AllowsZero;
        if (isOff || rounded is >= Limits.MinDurationMs and <= Limits.MaxDurationMs)
            return (long)rounded;
        string range =
            $"from {Limits.MinDurationMs}ms to {DurationText.Describe(Limits.MaxDurationMs)}";
        string zero = key.AllowsZero ? "0 (off) or " : "above 0: ";
        Problems.Error(
            node,
            "out-of-range",
            $"\"{key.Name}\" must be {zero}{range}, found {node.Describe()}"
        );
        return fallbackMs;
    }

    public bool Boolean(BooleanKey key, bool fallback)
    {
        if (Value(key) is not { } node)
            return fallback;
        bool counts =
            node.Kind == NodeKind.Boolean || (node.Kind == NodeKind.Text && node.IsSubstituted);
        if (counts && bool.TryParse(node.Text, out bool value))
            return value;
        WrongType(node, "true or false");
        return fallback;
    }

    public T Choice<T>(ChoiceKey<T> key, T fallback)
        where T : struct, Enum
    {
        if (TextNode(key) is not { } node)
            return fallback;
        if (key.Choices.Find(node.Text) is { } value)
            return value;
        Problems.Error(
            node,
            "bad-value",
            $"\"{key.Name}\" must be {string.Join(" or ", key.Choices.Names.Select(name => $"\"{name}\""))}, found "
                + node.Describe(),
            PeerWords.Find(node.Text, key.Choices.Names)
                ?? NearestName.Find(node.Text, key.Choices.Names)
        );
        return fallback;
    }

    /// <summary>Null when the key is absent or its value is no text.</summary>
    public ConfigNode? TextNode(ConfigKey key) => Value(key) is { } node ? AsText(node, key) : null;

    public IEnumerable<ConfigNode> TextNodes(TextListKey key) =>
        Items(key).Select(node => AsText(node, key)).OfType<ConfigNode>();

    /// <summary>The texts of a map; none when the key is absent or its value is no object.</summary>
    public IEnumerable<(ConfigMember Member, ConfigNode Text)> Texts(TextMapKey key)
    {
        if (Value(key) is not { } node)
            yield break;
        if (node.Kind != NodeKind.Object)
        {
            WrongType(node, "an object");
            yield break;
        }
        foreach (ConfigMember member in node.Members)
        {
            if (AsText(member.Value, key) is { } text)
                yield return (member, text);
        }
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
    public SectionReader Section(SectionKey key) =>
        new(
            _context,
            Value(key)
                ?? new ConfigNode(
                    NodeKind.Object,
                    Node.Position,
                    ConfigNode.Join(Node.Path, key.Name)
                ),
            key.Section
        );

    private ConfigNode? Value(ConfigKey key) =>
        Member(key)?.Value is { Kind: not NodeKind.Failed } node ? node : null;

    private ConfigNode? AsText(ConfigNode node, ConfigKey key)
    {
        // On the command line nobody puts quotes around a name or a token that happens to be a number.
        bool isBare =
            node.Kind is NodeKind.Number or NodeKind.Boolean && node.Position.Option is not null;
        if (node.Kind == NodeKind.Text || isBare)
            return node;
        if (node.Kind == NodeKind.Number && key is TextKey { AllowsNumber: true })
            return node;
        if (node.Kind != NodeKind.Failed)
            WrongType(node, "a text");
        return null;
    }

    private static decimal? Number(ConfigNode node) =>
        node.Kind == NodeKind.Number || (node.Kind == NodeKind.Text && node.IsSubstituted)
            ? NumberText.TryParse(node.Text)
            : null;

    private void WrongType(ConfigNode node, string wanted, string? range = null)
    {
        string name =
            node.Path.Length == 0 ? "the configuration" : $"\"{node.Path.Split('.')[^1]}\"";
        string detail = range is null ? "" : $" {range}";
        if (node.Kind != NodeKind.Failed)
            Problems.Error(
                node,
                "wrong-type",
                $"{name} must be {wanted}{detail}, found {node.Describe()}"
            );
    }

    private static string Range(IntegerKey key) => $"from {key.Min} to {key.Max}";
}
