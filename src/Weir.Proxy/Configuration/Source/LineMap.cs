// Turns byte offsets into the lines and columns that people and editors count.

namespace Weir.Proxy.Configuration.Source;

/// <summary>Lines end at LF, as in every editor that counts them; the CR of a CRLF is the last column of its line.</summary>
internal sealed class LineMap
{
    private readonly byte[] _utf8;
    private readonly List<int> _lineStarts = [0];

    public LineMap(byte[] utf8)
    {
        _utf8 = utf8;
        for (int i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '\n')
                _lineStarts.Add(i + 1);
        }
    }

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
        int column = 1;
        for (int i = _lineStarts[line]; i < end; i++)
        {
            bool continues = (_utf8[i] & 0b1100_0000) == 0b1000_0000;
            column += continues ? 0 : 1;
        }
        return SourcePosition.InFile(line + 1, column);
    }
}
