// A pipe(2) for splice(2). Owned by its block, which a reactor's pool keeps.
using Weir.Configuration;
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux;

/// <summary>Takes bytes from a socket and gives them to another; the kernel moves references to its memory, not the bytes.</summary>
internal sealed class KernelPipe : Pipe
{
    private readonly int _readFd;
    private readonly int _writeFd;
    private int _count;

    private KernelPipe(int readFd, int writeFd) => (_readFd, _writeFd) = (readFd, writeFd);

    public override bool HasBytes => _count > 0;

    /// <summary>A block with a new pipe; null when the kernel grants none.</summary>
    internal static Block? TryOpen() =>
        KernelSocket.OpenPipe(Limits.PipeBytes, out int readFd, out int writeFd) == 0
            ? new Block(new KernelPipe(readFd, writeFd))
            : null;

    /// <summary>Takes what has come on a socket, as much as the empty pipe holds: bytes, 0 at the end of the stream, or -errno.</summary>
    internal int Fill(int socket)
    {
        int moved = KernelSocket.Splice(socket, _writeFd, Limits.PipeBytes);
        _count += int.Max(0, moved);
        return moved;
    }

    /// <summary>Takes a copy of bytes that are in memory: how many, or -errno when the pipe is full.</summary>
    internal int Write(ReadOnlySpan<byte> bytes)
    {
        int moved = KernelSocket.Write(_writeFd, bytes);
        _count += int.Max(0, moved);
        return moved;
    }

    /// <summary>Gives the pipe's bytes to a socket. Less than all of them means that the socket is full; -errno when none could go.</summary>
    // Splice(2) may stop early for other reasons than a full socket, so it is asked until it refuses.
    internal int Drain(int socket)
    {
        int drained = 0;
        while (_count > 0)
        {
            int moved = KernelSocket.Splice(_readFd, socket, _count);
            if (moved <= 0)
            {
                return drained > 0 ? drained : moved;
            }

            drained += moved;
            _count -= moved;
        }

        return drained;
    }

    public override void Close()
    {
        KernelSocket.Close(_readFd);
        KernelSocket.Close(_writeFd);
    }
}
