// Where log lines go in the end: a standard stream, a file or a named pipe. Nothing that happens there is thrown or waited for: a full
// disk or a reader that sleeps or went away costs lines, never the process. Owned by the log thread once it is open.
using Weir.Hosting;
using Weir.Linux;

namespace Weir.Logging;

/// <summary>A place for whole lines that never throws and never waits.</summary>
internal sealed class LogOutput : IDisposable
{
    // One for each stream of the process: two logs on it take turns line by line.
    private static readonly LogOutput s_standardOutput = new(file: Streams.Open(1));
    private static readonly LogOutput s_standardError = new(file: Streams.Open(2));

    private readonly Stream? _stream;
    private readonly string? _path;
    private OutputFile? _file;
    private byte[] _rest = []; // of a line whose beginning is written
    private bool _isTorn; // a line was cut off; the next one must not go on from there
    private int _tornLines;

    private LogOutput(Stream? stream = null, string? path = null, OutputFile? file = null)
    {
        _stream = stream;
        _path = path;
        _file = file;
    }

    /// <summary>Why the last operation failed; null when it did not.</summary>
    public string? LastError { get; private set; }

    /// <summary>Why no log can be written to a file at <paramref name="path"/>; null when it can, or once a named pipe has a reader.</summary>
    public static string? ProblemOf(string path)
    {
        using OutputFile? opened = OutputFile.Append(
            path,
            out string? problem,
            out bool awaitsReader
        );
        return awaitsReader ? null : problem;
    }

    public static LogOutput StandardOutput() => s_standardOutput;

    public static LogOutput StandardError() => s_standardError;

    /// <summary>For tests and for embedding: disposing closes the stream.</summary>
    public static LogOutput ToStream(Stream stream) => new(stream: stream);

    /// <summary>Opens a file to append to; on failure <see cref="LastError"/> says why, and each write tries again.</summary>
    public static LogOutput ToFile(string path)
    {
        var output = new LogOutput(path: path);
        output.Reopen();
        return output;
    }

    /// <summary>Reopens the file at the same path; the old one is kept when that fails.</summary>
    public bool Reopen()
    {
        if (_path is null)
        {
            return true;
        }

        OutputFile? opened = OutputFile.Append(_path, out string? problem);
        LastError = problem;
        if (opened is null)
        {
            return false;
        }

        if (_file is not null)
        {
            FinishLine(); // which lets go of a pipe that nobody reads
        }

        _file?.Dispose();
        _file = opened;
        _rest = [];
        _isTorn = false;
        return true;
    }

    /// <summary>Writes whole lines, as many as there is room for; <paramref name="taken"/> bytes need not be offered again. On failure
    /// <see cref="LastError"/> says why.</summary>
    public LogWriteStatus Write(ReadOnlySpan<byte> lines, out int taken)
    {
        taken = 0;
        if (_stream is null && _file is null && !Reopen())
        {
            return LogWriteStatus.Failed;
        }

        LogWriteStatus status = FinishLine();
        while (status == LogWriteStatus.Done && taken < lines.Length)
        {
            int written = WriteBytes(PieceOf(lines[taken..]));
            if (written <= 0)
            {
                return StatusOf(written);
            }

            taken += written;
            if (lines[taken - 1] != '\n')
            {
                int left = lines[taken..].IndexOf((byte)'\n') + 1;
                _rest = lines.Slice(taken, left).ToArray();
                taken += left;
                status = FinishLine();
            }
        }

        return status;
    }

    /// <summary>How many lines were cut off since this was last asked: their beginnings were taken, and they are lost all the same.</summary>
    public int TakeTornLines()
    {
        int torn = _tornLines;
        _tornLines = 0;
        return torn;
    }

    public void Dispose()
    {
        if (_path is not null)
        {
            _file?.Dispose();
        }

        _stream?.Dispose();
    }

    private LogWriteStatus FinishLine()
    {
        if (_isTorn)
        {
            int ended = WriteBytes("\n"u8);
            if (ended <= 0)
            {
                return StatusOf(ended);
            }

            _isTorn = false;
        }

        while (_rest.Length > 0)
        {
            int written = WriteBytes(_rest);
            if (written <= 0)
            {
                if (written < 0)
                {
                    _isTorn = true;
                    _tornLines++;
                    _rest = [];
                }

                return StatusOf(written);
            }

            _rest = _rest[written..];
        }

        return LogWriteStatus.Done;
    }

    // Where writers share a pipe, only what goes in at once stays together: as many whole lines as that, or the beginning of a long one.
    private ReadOnlySpan<byte> PieceOf(ReadOnlySpan<byte> lines)
    {
        int most = _file?.MostTogetherBytes ?? int.MaxValue;
        if (lines.Length <= most)
        {
            return lines;
        }

        int end = lines[..most].LastIndexOf((byte)'\n') + 1;
        return lines[..(end > 0 ? end : most)];
    }

    private static LogWriteStatus StatusOf(int written) =>
        written == 0 ? LogWriteStatus.Blocked : LogWriteStatus.Failed;

    // Bytes taken, 0 for no room, -1 for a failure.
    private int WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (_file is null)
        {
            return WriteToStream(bytes);
        }

        int written = _file.Write(bytes, out string? problem);
        LastError = problem;
        if (written < 0 && _path is not null && !_file.IsSeekable)
        {
            // The reader of a named pipe went away: the next write looks whether there is another.
            _file.Dispose();
            _file = null;
        }

        return written;
    }

    private int WriteToStream(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream!.Write(bytes); // without a file there is a stream
            _stream.Flush();
            LastError = null;
            return bytes.Length;
        }
        catch (Exception failure)
            when (failure is IOException or NotSupportedException or ObjectDisposedException)
        {
            LastError = failure.Message;
            return -1;
        }
    }
}
