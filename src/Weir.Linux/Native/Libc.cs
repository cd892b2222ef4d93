// The C library's calls as they are: blittable arguments, failures by -1 and errno. Called through KernelSocket and its neighbours only.
using System.Runtime.InteropServices;
using Weir.Linux.Native.Rings;

namespace Weir.Linux.Native;

/// <summary>
/// Imports from libc. SuppressGCTransition stands only where the call never waits: it saves the switch of GC mode, but holds up a
/// collection for as long as the call runs.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "__errno_location")]
    [SuppressGCTransition]
    internal static partial int* ErrnoLocation();

    [LibraryImport(Library, EntryPoint = "recv")]
    [SuppressGCTransition]
    internal static partial nint Recv(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "send")]
    [SuppressGCTransition]
    internal static partial nint Send(int fd, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "socket")]
    internal static partial int Socket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind")]
    internal static partial int Bind(int fd, SockAddr* address, uint length);

    [LibraryImport(Library, EntryPoint = "listen")]
    internal static partial int Listen(int fd, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4")]
    internal static partial int Accept4(int fd, SockAddr* address, uint* length, int flags);

    [LibraryImport(Library, EntryPoint = "connect")]
    internal static partial int Connect(int fd, SockAddr* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname")]
    internal static partial int GetSockName(int fd, SockAddr* address, uint* length);

    [LibraryImport(Library, EntryPoint = "getpeername")]
    internal static partial int GetPeerName(int fd, SockAddr* address, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt")]
    internal static partial int SetSockOpt(int fd, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "getsockopt")]
    internal static partial int GetSockOpt(int fd, int level, int name, void* value, uint* length);

    [LibraryImport(Library, EntryPoint = "shutdown")]
    internal static partial int Shutdown(int fd, int how);

    // Variadic in C; on x64 and Linux arm64 the first three arguments of a variadic call travel as in any other.
    [LibraryImport(Library, EntryPoint = "ioctl")]
    internal static partial int IoCtl(int fd, nuint request, int* value);

    // Variadic in C; the mode is not read without O_CREAT.
    [LibraryImport(Library, EntryPoint = "open")]
    internal static partial int Open(byte* path, int flags);

    // Variadic in C, see IoCtl.
    [LibraryImport(Library, EntryPoint = "open")]
    internal static partial int OpenOrCreate(byte* path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "lseek")]
    internal static partial long Seek(int fd, long offset, int origin);

    [LibraryImport(Library, EntryPoint = "poll")]
    internal static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    // Variadic in C; its third argument is an int here.
    [LibraryImport(Library, EntryPoint = "fcntl")]
    internal static partial int Fcntl(int fd, int command, int value);

    [LibraryImport(Library, EntryPoint = "close")]
    internal static partial int Close(int fd);

    [LibraryImport(Library, EntryPoint = "read")]
    internal static partial nint Read(int fd, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    internal static partial nint Write(int fd, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pipe2")]
    internal static partial int Pipe2(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "splice")]
    internal static partial nint Splice(
        int from,
        long* fromOffset,
        int to,
        long* toOffset,
        nuint length,
        uint flags
    );

    [LibraryImport(Library, EntryPoint = "signal")]
    internal static partial nint Signal(int number, nint handler);

    [LibraryImport(Library, EntryPoint = "eventfd")]
    internal static partial int EventFd(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "epoll_create1")]
    internal static partial int EpollCreate1(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl")]
    internal static partial int EpollCtl(int epfd, int operation, int fd, void* change);

    [LibraryImport(Library, EntryPoint = "epoll_wait")]
    internal static partial int EpollWait(int epfd, void* events, int capacity, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "getrlimit")]
    internal static partial int GetRLimit(int resource, RLimit* limit);

    [LibraryImport(Library, EntryPoint = "setrlimit")]
    internal static partial int SetRLimit(int resource, RLimit* limit);

    // Variadic in C as ioctl is; io_uring has no wrappers in libc.
    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint UringSetup(nint number, uint entries, UringParams* parameters);

    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint UringEnter(
        nint number,
        int fd,
        uint toSubmit,
        uint minComplete,
        uint flags,
        UringWait* wait,
        nuint waitBytes
    );

    [LibraryImport(Library, EntryPoint = "syscall")]
    internal static partial nint UringRegister(
        nint number,
        int fd,
        uint operation,
        void* argument,
        uint count
    );

    [LibraryImport(Library, EntryPoint = "mmap")]
    internal static partial nint MMap(
        nint address,
        nuint length,
        int protection,
        int flags,
        int fd,
        nint offset
    );

    [LibraryImport(Library, EntryPoint = "munmap")]
    internal static partial int MUnmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "madvise")]
    internal static partial int MAdvise(void* address, nuint length, int advice);
}
