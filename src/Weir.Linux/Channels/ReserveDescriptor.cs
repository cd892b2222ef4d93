// What is done for the day when no descriptor is left. Owned by one reactor.
using Weir.Linux.Native;

namespace Weir.Linux.Channels;

/// <summary>
/// At the descriptor limit accept(2) fails and leaves the connection in the queue, where its client waits for nothing. Giving up
/// the reserve makes room to accept one and reset it, so that its client knows. The last descriptors below the limit are not for clients:
/// the rest of the process needs some for backends, checks, logs, and the runtime for each thread that it starts.
/// </summary>
internal sealed class ReserveDescriptor : IDisposable
{
    /// <summary>Descriptors that clients leave free; a runtime that cannot start a thread ends the process.</summary>
    internal const int Headroom = 16;

    private int _fd = KernelSocket.OpenNull();

    /// <summary>Passes on what accept(2) said. A descriptor out of the headroom is closed by RST, and counts as -EMFILE.</summary>
    internal static int Keep(int accepted, ulong limit)
    {
        // The kernel gives the lowest number that is free.
        if (accepted < Headroom || (ulong)accepted + Headroom < limit)
        {
            return accepted;
        }

        KernelSocket.Close(accepted, isReset: true);
        return -Errno.EMFILE;
    }

    /// <summary>Accepts one connection and closes it by RST.</summary>
    internal void ShedOne(int listenFd)
    {
        Dispose();
        int accepted = KernelSocket.Accept(listenFd, out _);
        if (accepted >= 0)
        {
            KernelSocket.Close(accepted, isReset: true);
        }

        _fd = KernelSocket.OpenNull(); // may fail; the next time opens it again
    }

    public void Dispose()
    {
        if (_fd >= 0)
        {
            KernelSocket.Close(_fd);
            _fd = -1;
        }
    }
}
