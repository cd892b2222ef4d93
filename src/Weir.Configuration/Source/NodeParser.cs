// Builds the tree of nodes from JSON text, by System.Text.Json's reader: comments are skipped, trailing commas allowed.
// Duplicate keys and undefined variables are found here, since they concern every object and every text alike.

using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>One parse of one text.</summary>
internal sealed class NodeParser
{
    private readonly byte[] _utf8;
    private readonly LineMap _lines;
    private readonly string? _option;
    private readonly ProblemList _problems;
    private readonly Func<string, string?> _environment;

    /// <summary>Values that are still open, so that an early end can name the one that lacks its bracket.</summary>
    private readonly List<ConfigNode> _open = [];

    private ConfigNode? _root;
    private long _tokenEnd;
    private JsonTokenType _lastToken;

    private NodeParser(
        string text,
        string? option,
        ProblemList problems,
        Func<string, string?> environment
    )
    {
        _utf8 = Encoding.UTF8.GetBytes(text);
        _lines = new LineMap(_utf8);
        _option = option;
        _problems = problems;
        _environment = environment;
    }

    /// <summary>The tree of the file, or null after one <c>syntax</c> error.</summary>
    public static ConfigNode? ParseFile(
        string text,
        ProblemList problems,
        Func<string, string?> environment
    ) =>
        new NodeParser(text.TrimStart('\uFEFF'), null, problems, environment).Parse(
            "",
            reportSyntax: true
        );

    /// <summary>The tree of a file that may have a <c>syntax</c> error, then what is whole before it; null when that is nothing.</summary>
    public static ConfigNode? ParseBeginning(
        string text,
        ProblemList problems,
        Func<string, string?> environment
    )
    {
        NodeParser parser = new(text.TrimStart('\uFEFF'), null, problems, environment);
        return parser.Parse("", reportSyntax: true) ?? parser._root;
    }

    /// <summary>The value of an option: what is no JSON is a text.</summary>
    public static ConfigNode ParseOption(
        string option,
        string path,
        string text,
        ProblemList problems,
        Func<string, string?> environment
    )
    {
        NodeParser parser = new(text, option, problems, environment);
        return parser.Parse(path, reportSyntax: false)
            ?? parser.TextNode(text, SourcePosition.FromOption(option), path);
    }

    /// <summary>The value of an option that is a text whatever it looks like.</summary>
    public static ConfigNode TextOption(
        string option,
        string path,
        string text,
        ProblemList problems,
        Func<string, string?> environment
    ) =>
        new NodeParser(text, option, problems, environment).TextNode(
            text,
            SourcePosition.FromOption(option),
            path
        );

    private ConfigNode? Parse(string path, bool reportSyntax)
    {
        Utf8JsonReader reader = new(
            _utf8,
            new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                MaxDepth = Limits.MaxConfigDepth,
            }
        );
        try
        {
            Advance(ref reader);
            ConfigNode root = ReadValue(ref reader, path);
            // One more step, which finds anything but blanks and comments after the end.
            Advance(ref reader);
            return root;
        }
        catch (JsonException failure)
        {
            if (reportSyntax)
                new SyntaxProblem(_utf8, _lines, _tokenEnd, _lastToken, _open).Report(
                    failure,
                    _problems
                );
            return null;
        }
    }

    private bool Advance(ref Utf8JsonReader reader)
    {
        _tokenEnd = reader.BytesConsumed;
        _lastToken = reader.TokenType;
        return reader.Read();
    }

    private ConfigNode ReadValue(ref Utf8JsonReader reader, string path)
    {
        SourcePosition position = PositionOf(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, new ConfigNode(NodeKind.Object, position, path));
            case JsonTokenType.StartArray:
                return ReadArray(ref reader, new ConfigNode(NodeKind.Array, position, path));
            case JsonTokenType.String:
                return TextNode(ReadString(ref reader, position), position, path);
            case JsonTokenType.Number:
                return new ConfigNode(NodeKind.Number, position, path)
                {
                    Text = RawText(ref reader),
                };
            case JsonTokenType.Null:
                return new ConfigNode(NodeKind.Null, position, path);
            default:
                return new ConfigNode(NodeKind.Boolean, position, path)
                {
                    Text = RawText(ref reader),
                };
        }
    }

    private ConfigNode ReadObject(ref Utf8JsonReader reader, ConfigNode node)
    {
        if (node.Path.Length == 0)
            _root = node;
        _open.Add(node);
        while (Advance(ref reader) && reader.TokenType == JsonTokenType.PropertyName)
        {
            SourcePosition keyPosition = PositionOf(reader.TokenStartIndex);
            string name = ReadString(ref reader, keyPosition);
            Advance(ref reader);
            ConfigNode value = ReadValue(ref reader, ConfigNode.Join(node.Path, name));
            ConfigMember member = new(name, keyPosition, value);
            if (node.Find(name) is { } first)
                _problems.Error(
                    member,
                    "duplicate-key",
                    $"\"{ShownText.Quote(name)}\" is already set{Where(first.KeyPosition)}"
                );
            else
                node.Set(member);
        }
        _open.RemoveAt(_open.Count - 1);
        return node;
    }

    private ConfigNode ReadArray(ref Utf8JsonReader reader, ConfigNode node)
    {
        _open.Add(node);
        while (Advance(ref reader) && reader.TokenType != JsonTokenType.EndArray)
            node.Items.Add(
                ReadValue(ref reader, ConfigNode.Join(node.Path, $"{node.Items.Count}"))
            );
        _open.RemoveAt(_open.Count - 1);
        return node;
    }

    private ConfigNode TextNode(string text, SourcePosition position, string path)
    {
        Substitution done = Substitution.Apply(text, _environment);
        ConfigNode node = new(NodeKind.Text, position, path)
        {
            Text = done.Text,
            IsSubstituted = done.IsWhole,
        };
        if (done.ErrorCode is null)
            return node;
        _problems.Error(node, done.ErrorCode, done.ErrorMessage ?? "");
        return new ConfigNode(NodeKind.Failed, position, path);
    }

    private string ReadString(ref Utf8JsonReader reader, SourcePosition position)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 names half a character; the reader sees it only when it makes the string.
            _problems.Error(
                position,
                "syntax",
                "this text has an escape that stands for half a character"
            );
            return "";
        }
    }

    private SourcePosition PositionOf(long offset) =>
        _option is null ? _lines.PositionOf(offset) : SourcePosition.FromOption(_option);

    private static string RawText(ref Utf8JsonReader reader) =>
        Encoding.UTF8.GetString(
            reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan
        );

    private static string Where(SourcePosition position) =>
        position.Option is null ? $" in line {position.Line}" : "";
}
