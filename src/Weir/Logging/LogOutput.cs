// Where log lines go in the end: a standard stream or a file. Nothing that happens there is thrown: a full disk or a
// reader that went away costs lines, never the process. Owned by the log thread once it is open.
using Microsoft.Win32.SafeHandles;

namespace Weir.Logging;

/// <summary>A place for bytes that never throws.</summary>
internal sealed class LogOutput : IDisposable
{
    private readonly Stream? _stream;
    private readonly string? _path;
    private SafeFileHandle? _file;
    private bool _isSeekable;

    private LogOutput(Stream? stream, string? path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Why the last operation failed; null when it did not.</summary>
    public string? LastError { get; private set; }

    public static LogOutput StandardOutput() => new(Console.OpenStandardOutput(), null);

    public static LogOutput StandardError() => new(Console.OpenStandardError(), null);

    /// <summary>For tests and for embedding: the caller keeps the stream.</summary>
    public static LogOutput ToStream(Stream stream) => new(stream, null);

    /// <summary>Opens a file to append to; on failure <see cref="LastError"/> says why and writes are lost.</summary>
    public static LogOutput ToFile(string path)
    {
        var output = new LogOutput(null, path);
        output.Reopen();
        return output;
    }

    /// <summary>Opens the file at the same path anew; the old one is kept when that fails.</summary>
    public bool Reopen()
    {
        if (_path is null)
        {
            return true;
        }

        try
        {
            SafeFileHandle opened = File.OpenHandle(
                _path,
                FileMode.OpenOrCreate,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete
            );
            _file?.Dispose();
            _file = opened;
            _isSeekable = IsSeekable(opened);
            LastError = null;
            return true;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            LastError = failure.Message;
            return false;
        }
    }

    /// <summary>Writes all bytes, or returns false and sets <see cref="LastError"/>.</summary>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_stream is not null)
            {
                _stream.Write(bytes);
                _stream.Flush();
            }
            else if (_file is not null)
            {
                // At the end as it is now, not as it was: a log that was truncated in place goes on at its start.
                RandomAccess.Write(_file, bytes, _isSeekable ? RandomAccess.GetLength(_file) : 0);
            }
            else
            {
                return Reopen() && TryWrite(bytes);
            }

            LastError = null;
            return true;
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            LastError = failure.Message;
            return false;
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _stream?.Dispose();
    }

    // Named pipes and terminals have no length; a write there goes where it must whatever the offset.
    private static bool IsSeekable(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static bool IsExpected(Exception failure) =>
        failure
            is IOException
                or UnauthorizedAccessException
                or NotSupportedException
                or ArgumentException
                or ObjectDisposedException;
}
