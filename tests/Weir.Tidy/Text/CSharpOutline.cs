// Namespaces, types and members of a scrubbed C# file, found by braces and keywords. A compiler's parser would be exact, but costs a
// dependency and seconds; this one need only hold for code that csharpier has formatted.
namespace Weir.Tidy.Text;

public sealed class CSharpOutline
{
    private readonly List<OutlinedType> _types = [];
    private readonly List<OutlinedMember> _members = [];
    private readonly Stack<(BlockKind Kind, int OuterParens, int HeaderStart)> _open = new();
    private readonly string _code;
    private int _parens;
    private int _headerStart;

    private CSharpOutline(string code) => _code = code;

    private enum BlockKind
    {
        File,
        Namespace,
        Type,
        Member,
        Other,
    }

    public IReadOnlyList<OutlinedType> Types => _types;

    public IReadOnlyList<OutlinedMember> Members => _members;

    public string? Namespace { get; private set; }

    private BlockKind Enclosing => _open.Count == 0 ? BlockKind.File : _open.Peek().Kind;

    public static CSharpOutline Of(string code)
    {
        var outline = new CSharpOutline(code);
        outline.Read();
        return outline;
    }

    private void Read()
    {
        for (int i = 0; i < _code.Length; i++)
        {
            switch (_code[i])
            {
                case '(' or '[':
                    _parens++;
                    break;
                case ')' or ']':
                    _parens--;
                    break;
                case '{':
                    Open(i);
                    break;
                case '}':
                    Close(i);
                    break;
                case ';' when _parens == 0:
                    EndStatement(i);
                    break;
            }
        }
    }

    private void Open(int index)
    {
        BlockKind kind = _parens > 0 ? BlockKind.Other : KindOfBlock(index);
        _open.Push((kind, _parens, _headerStart));
        _parens = 0;
        _headerStart = index + 1;
    }

    private void Close(int index)
    {
        if (_open.TryPop(out (BlockKind Kind, int OuterParens, int HeaderStart) block))
        {
            if (block.Kind == BlockKind.Member)
            {
                AddMember(block.HeaderStart, index);
            }

            _parens = block.OuterParens;
        }

        _headerStart = index + 1;
    }

    private void EndStatement(int index)
    {
        string header = Header(_headerStart, index);
        if (Enclosing is BlockKind.File or BlockKind.Namespace or BlockKind.Type)
        {
            if (header.StartsWith("namespace ", StringComparison.Ordinal))
            {
                Namespace = header["namespace ".Length..].Trim();
            }
            else if (
                !TryAddType(header)
                && Enclosing == BlockKind.Type
                && header.Contains("=>", StringComparison.Ordinal)
            )
            {
                AddMember(_headerStart, index);
            }
        }

        _headerStart = index + 1;
    }

    private BlockKind KindOfBlock(int index)
    {
        if (Enclosing is BlockKind.Member or BlockKind.Other)
        {
            return BlockKind.Other;
        }

        string header = Header(_headerStart, index);
        if (header.StartsWith("namespace ", StringComparison.Ordinal))
        {
            Namespace = header["namespace ".Length..].Trim();
            return BlockKind.Namespace;
        }

        if (TryAddType(header))
        {
            return BlockKind.Type;
        }

        // "x = new() { … }" fills a field or property; a body comes after a signature or "=>".
        bool isInitializer = Patterns.LoneEquals().IsMatch(header);
        return Enclosing == BlockKind.Type && !isInitializer ? BlockKind.Member : BlockKind.Other;
    }

    private bool TryAddType(string header)
    {
        var match = Patterns.TypeDeclaration().Match(header);
        if (!match.Success || header[..match.Index].Contains('=', StringComparison.Ordinal))
        {
            return false;
        }

        string modifiers = header[..match.Index].Trim();
        int line = LineOf(FirstCodeIndex(_headerStart));
        string kind = match.Groups["kind"].Value.Split(' ')[0];
        _types.Add(
            new OutlinedType(
                match.Groups["name"].Value,
                kind,
                modifiers,
                line,
                Enclosing != BlockKind.Type
            )
        );
        return true;
    }

    private void AddMember(int headerStart, int end)
    {
        int first = FirstCodeIndex(headerStart);
        string header = Header(headerStart, end).Split('{', '=')[0].Trim();
        _members.Add(new OutlinedMember(header, LineOf(first), LineOf(end)));
    }

    /// <summary>A declaration's text without attributes, parameter lists and line breaks.</summary>
    private string Header(int start, int end)
    {
        var header = new System.Text.StringBuilder();
        int depth = 0;
        foreach (char c in _code.AsSpan(start, end - start))
        {
            depth += c is '(' or '[' ? 1 : 0;
            if (depth == 0 && (c is not ('\n' or ' ') || (header.Length > 0 && header[^1] != ' ')))
            {
                header.Append(c == '\n' ? ' ' : c);
            }

            depth -= c is ')' or ']' ? 1 : 0;
        }

        return header.ToString().Trim();
    }

    /// <summary>Where a declaration begins, behind blank lines and attributes.</summary>
    private int FirstCodeIndex(int start)
    {
        int i = start;
        int depth = 0;
        while (
            i < _code.Length - 1 && (depth > 0 || _code[i] == '[' || char.IsWhiteSpace(_code[i]))
        )
        {
            depth += _code[i] switch
            {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            i++;
        }

        return i;
    }

    private int LineOf(int index) => _code.AsSpan(0, index).Count('\n') + 1;
}
