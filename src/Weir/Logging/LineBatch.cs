// Gathers lines so that a burst costs one write. Owned by the log thread.

namespace Weir.Logging;

/// <summary>Lines on their way to an output, and how many of them it did not take.</summary>
internal sealed class LineBatch(LogOutput output)
{
    /// <summary>One write takes about this much.</summary>
    private const int BatchBytes = 64 * 1024;

    private readonly byte[] _bytes = new byte[BatchBytes];
    private int _length;
    private int _lines;

    /// <summary>Lines that the output did not take since this was last set to 0.</summary>
    public long LostLines { get; set; }

    /// <summary>Why; null when nothing was lost.</summary>
    public string? LostReason { get; private set; }

    /// <summary>Adds a whole line, newline included.</summary>
    public void AppendLine(ReadOnlySpan<byte> line)
    {
        if (_length + line.Length > _bytes.Length)
        {
            Write();
        }

        if (line.Length > _bytes.Length)
        {
            Note(output.TryWrite(line), 1);
            return;
        }

        line.CopyTo(_bytes.AsSpan(_length));
        _length += line.Length;
        _lines++;
    }

    /// <summary>Hands everything to the output; true when it took it.</summary>
    public bool Write()
    {
        if (_length == 0)
        {
            return true;
        }

        bool taken = output.TryWrite(_bytes.AsSpan(0, _length));
        Note(taken, _lines);
        _length = 0;
        _lines = 0;
        return taken;
    }

    private void Note(bool taken, int lines)
    {
        if (!taken)
        {
            LostLines += lines;
            LostReason = output.LastError;
        }
    }
}
