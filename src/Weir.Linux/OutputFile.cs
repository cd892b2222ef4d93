// A file, pipe, socket or terminal that lines are written to by a thread that must never be held up. Owned by that thread.
using System.Runtime.InteropServices;
using System.Text;
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>
/// Writes without waiting. What this process opened is non-blocking by itself. A standard stream is shared with whoever started the
/// process, so its mode is not ours to change: it is asked first, and given no more than a pipe with room takes at once (pipe(7)).
/// </summary>
public sealed unsafe class OutputFile : IDisposable
{
    private const uint OwnerWritesOthersRead = 0x1A4; // rw-r--r--

    private readonly bool _isOwned;
    private readonly bool _isSocket;
    private int _fd;

    private OutputFile(int fd, bool isOwned)
    {
        _fd = fd;
        _isOwned = isOwned;
        IsSeekable = Libc.Seek(fd, 0, Kernel.SEEK_CUR) >= 0;
        _isSocket =
            !IsSeekable && KernelSocket.TryGetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_TYPE, out _);
    }

    /// <summary>A regular file or a device without flow control: a write is done at once, or fails.</summary>
    public bool IsSeekable { get; }

    /// <summary>What one write keeps together: in a pipe that others write to as well, PIPE_BUF bytes; elsewhere all.</summary>
    public int MostTogetherBytes => IsSeekable || _isSocket ? int.MaxValue : Kernel.PIPE_BUF;

    /// <summary>Opens a file to append to, made when it is missing. A named pipe that nobody reads is an error, not a wait. Null: <paramref name="problem"/> says why.</summary>
    public static OutputFile? Append(string path, out string? problem) =>
        Append(path, out problem, out _);

    /// <summary>The same; <paramref name="awaitsReader"/>: it is such a pipe, whose reader may come any time.</summary>
    public static OutputFile? Append(string path, out string? problem, out bool awaitsReader)
    {
        const int Flags =
            Kernel.O_WRONLY
            | Kernel.O_CREAT
            | Kernel.O_APPEND
            | Kernel.O_NONBLOCK
            | Kernel.O_NOCTTY
            | Kernel.O_CLOEXEC;
        int fd;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            fd = Libc.OpenOrCreate(name, Flags, OwnerWritesOthersRead);
        }

        int error = fd < 0 ? Errno.Last : 0;
        awaitsReader = error == Errno.ENXIO;
        problem = error switch
        {
            0 => null,
            Errno.ENXIO => $"cannot open {path}: nobody reads this pipe",
            _ => $"cannot open {path}: {TextOf(error)}",
        };
        return fd < 0 ? null : new OutputFile(fd, isOwned: true);
    }

    /// <summary>Standard output (1) or error (2).</summary>
    public static OutputFile Standard(int fd) => new(fd, isOwned: false);

    /// <summary>Returns how many bytes were taken; 0 when there is no room now; -1 on a failure that <paramref name="problem"/> names.</summary>
    public int Write(ReadOnlySpan<byte> bytes, out string? problem)
    {
        problem = null;
        int taken = WriteOnce(bytes);
        if (taken is -Errno.EAGAIN or -Errno.EINTR)
        {
            return 0;
        }

        if (taken < 0)
        {
            problem = taken == -Errno.EPIPE ? "nobody reads any more" : TextOf(-taken);
            return -1;
        }

        return taken;
    }

    public void Dispose()
    {
        if (_isOwned && _fd >= 0)
        {
            _ = Libc.Close(_fd);
        }

        _fd = -1;
    }

    private int WriteOnce(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            if (_isSocket)
            {
                const int Flags = Kernel.MSG_DONTWAIT | Kernel.MSG_NOSIGNAL;
                return Result(Libc.Send(_fd, start, (nuint)bytes.Length, Flags));
            }

            if (_isOwned || IsSeekable)
            {
                return Result(Libc.Write(_fd, start, (nuint)bytes.Length));
            }

            PollEntry entry = new() { Fd = _fd, Events = Kernel.POLLOUT };
            int ready = Libc.Poll(&entry, 1, timeoutMs: 0);
            return ready <= 0
                ? -Errno.EAGAIN
                : Result(Libc.Write(_fd, start, (nuint)int.Min(bytes.Length, Kernel.PIPE_BUF)));
        }
    }

    private static int Result(nint value) => value >= 0 ? (int)value : -Errno.Last;

    private static string TextOf(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
