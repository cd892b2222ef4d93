// A descriptor kept open for the day when none is left. Owned by one reactor.
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>
/// At the descriptor limit accept(2) fails and leaves the connection in the queue, where its client waits for nothing. Giving up
/// the reserve makes room to accept one and reset it, so that its client knows.
/// </summary>
internal sealed class ReserveDescriptor : IDisposable
{
    private int _fd = KernelSocket.OpenNull();

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
