// The descriptors 0, 1 and 2 of a process that was started without some of them (`>&-`, daemon managers). Used once, first of all.
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>Sees that no socket or log file gets the number of a closed standard stream, and that nobody writes to what has got it already.</summary>
public static unsafe class StandardStreams
{
    private const int Count = 3;

    /// <summary>
    /// Opens the null device in the place of each stream that is closed. Returns whether each is there for its purpose: false where the
    /// runtime itself took the number before the program's first line, and writing would hit a file of its own.
    /// </summary>
    public static bool[] Prepare()
    {
        Errno.Prepare();
        var usable = new bool[Count];
        for (int fd = 0; fd < Count; fd++)
        {
            int flags = Libc.Fcntl(fd, Kernel.F_GETFD, 0);
            if (flags < 0)
            {
                // The lowest free number, which is this one, since those below are open.
                usable[fd] = OpenNull() == fd;
            }
            else
            {
                // What came through exec(2) cannot have had this flag.
                usable[fd] = (flags & Kernel.FD_CLOEXEC) == 0;
            }
        }

        return usable;
    }

    // To be inherited by children, as a standard stream is.
    private static int OpenNull()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            return Libc.Open(path, Kernel.O_RDWR);
        }
    }
}
