// Gathers lines so that a burst costs one write. Owned by the log thread.

namespace Weir.Logging;

/// <summary>Lines on their way to an output, and how many of them it did not take.</summary>
internal sealed class LineBatch(LogOutput output)
{
    /// <summary>One write takes about this much.</summary>
    private const int BatchBytes = 64 * 1024;

    private byte[] _bytes = new byte[BatchBytes];
    private int _start;
    private int _end;

    /// <summary>The output has no room now: it is offered these lines again by the next <see cref="Write"/>, and takes no others before.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Lines that the output did not take since this was last set to 0.</summary>
    public long LostLines { get; set; }

    /// <summary>False from the first line that the output refused to the next one that it took.</summary>
    public bool Works { get; private set; } = true;

    /// <summary>Why; null when nothing was lost.</summary>
    public string? LostReason { get; private set; }

    /// <summary>Adds a whole line, newline included. Callers stop when <see cref="IsBlocked"/> says so; what they still add is kept.</summary>
    public void AppendLine(ReadOnlySpan<byte> line)
    {
        if (_end + line.Length > BatchBytes && !IsBlocked)
        {
            Write();
        }

        if (_end + line.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, int.Max(_end + line.Length, _bytes.Length * 2));
        }

        line.CopyTo(_bytes.AsSpan(_end));
        _end += line.Length;
    }

    /// <summary>Hands everything to the output; true when it works.</summary>
    public bool Write()
    {
        ReadOnlySpan<byte> lines = _bytes.AsSpan(_start.._end);
        LogWriteStatus status = output.Write(lines, out int taken);
        IsBlocked = status == LogWriteStatus.Blocked;
        if (output.TakeTornLines() is > 0 and var torn)
        {
            LostLines += torn;
            LostReason = output.LastError;
        }

        if (status == LogWriteStatus.Failed || taken > 0)
        {
            Works = status != LogWriteStatus.Failed;
        }

        if (IsBlocked)
        {
            _start += taken;
            return true;
        }

        if (status == LogWriteStatus.Failed)
        {
            LostLines += lines[taken..].Count((byte)'\n');
            LostReason = output.LastError;
        }

        _start = _end = 0;
        if (_bytes.Length > BatchBytes)
        {
            _bytes = new byte[BatchBytes];
        }

        return status == LogWriteStatus.Done;
    }
}
