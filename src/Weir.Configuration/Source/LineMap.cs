// Turns byte offsets into the lines and columns that people and editors count.

namespace Weir.Configuration.Source;

/// <summary>Lines end at LF, as in every editor that counts them; the CR of a CRLF is the last column of its line.</summary>
internal sealed class LineMap
{
    // Characters are counted from the last mark, since a file of one line has as many positions in it as it has keys.
    private const int MarkBytes = 64;

    private readonly byte[] _utf8;
    private readonly List<int> _lineStarts = [0];
    private readonly int[] _charactersAtMarks;

    public LineMap(byte[] utf8)
    {
        _utf8 = utf8;
        _charactersAtMarks = new int[(utf8.Length / MarkBytes) + 1];
        int characters = 0;
        for (int i = 0; i < utf8.Length; i++)
        {
            if (i % MarkBytes == 0)
                _charactersAtMarks[i / MarkBytes] = characters;
            characters += IsContinued(utf8[i]) ? 0 : 1;
            if (utf8[i] == '\n')
                _lineStarts.Add(i + 1);
        }
        if (utf8.Length % MarkBytes == 0)
            _charactersAtMarks[^1] = characters;
    }

    /// <summary>How many bytes were looked at for all positions so far.</summary>
    internal long BytesRead { get; private set; }

    /// <summary>The offset of a place as System.Text.Json counts it: from 0, in bytes.</summary>
    public long OffsetOf(long line, long byteInLine) =>
        Math.Min(
            _lineStarts[(int)Math.Min(line, _lineStarts.Count - 1)] + byteInLine,
            _utf8.Length
        );

    public SourcePosition PositionOf(long offset)
    {
        int end = (int)Math.Min(offset, _utf8.Length);
        int found = _lineStarts.BinarySearch(end);
        int line = found >= 0 ? found : ~found - 1;
        int column = CharactersBefore(end) - CharactersBefore(_lineStarts[line]) + 1;
        return SourcePosition.InFile(line + 1, column);
    }

    private int CharactersBefore(int offset)
    {
        int mark = offset / MarkBytes;
        int characters = _charactersAtMarks[mark];
        for (int i = mark * MarkBytes; i < offset; i++)
            characters += IsContinued(_utf8[i]) ? 0 : 1;
        BytesRead += offset - (mark * MarkBytes);
        return characters;
    }

    private static bool IsContinued(byte utf8) => (utf8 & 0b1100_0000) == 0b1000_0000;
}
