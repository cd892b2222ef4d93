// A file, pipe or terminal that is read from its beginning to its end. Owned by the thread that reads it.
using System.Runtime.InteropServices;
using System.Text;
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>
/// Opens without waiting for the writer of a named pipe, and waits for bytes no longer than it is told. A regular file has no such
/// deadline in the kernel: who cannot wait for a file system that does not answer reads on a thread of its own.
/// </summary>
public sealed unsafe class InputFile : IDisposable
{
    private int _fd;

    private InputFile(int fd)
    {
        _fd = fd;
        IsSeekable = Libc.Seek(fd, 0, Kernel.SEEK_CUR) >= 0;
    }

    /// <summary>A regular file, which can be read again.</summary>
    public bool IsSeekable { get; }

    /// <summary>Null when it cannot be opened; <paramref name="fault"/> and <paramref name="text"/> say why.</summary>
    public static InputFile? Open(string path, out InputFault fault, out string text)
    {
        Errno.Prepare();
        const int Flags = Kernel.O_RDONLY | Kernel.O_NONBLOCK | Kernel.O_NOCTTY | Kernel.O_CLOEXEC;
        int fd;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            fd = Libc.Open(name, Flags);
        }

        int error = fd < 0 ? Errno.Last : 0;
        (fault, text) = Explain(error);
        return fd < 0 ? null : new InputFile(fd);
    }

    /// <summary>Returns the bytes read, 0 at the end, -1 on a fault: <see cref="InputFault.TooSlow"/> when none came in time.</summary>
    public int Read(Span<byte> into, int waitMs, out InputFault fault, out string text)
    {
        nint read = 0;
        int error = 0;
        do
        {
            PollEntry entry = new() { Fd = _fd, Events = Kernel.POLLIN };
            int ready = IsSeekable ? 1 : Libc.Poll(&entry, 1, waitMs);
            if (ready == 0)
            {
                (fault, text) = (InputFault.TooSlow, "nothing came from it");
                return -1;
            }

            fixed (byte* start = into)
            {
                read = ready < 0 ? -1 : Libc.Read(_fd, start, (nuint)into.Length);
            }

            error = read < 0 ? Errno.Last : 0;
        } while (error is Errno.EINTR or Errno.EAGAIN);

        (fault, text) = Explain(error);
        return (int)read;
    }

    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }

    private static (InputFault Fault, string Text) Explain(int errno) =>
        errno switch
        {
            0 => (InputFault.None, ""),
            Errno.ENOENT or Errno.ENOTDIR => (InputFault.Missing, "there is no such file"),
            Errno.EACCES or Errno.EPERM => (InputFault.Denied, "permission denied"),
            Errno.EISDIR => (InputFault.IsDirectory, "it is a directory"),
            _ => (InputFault.Other, Marshal.GetPInvokeErrorMessage(errno)),
        };
}
