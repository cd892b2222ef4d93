// A fixed piece of pinned memory that received bytes live in. It has one owner at a time; see BlockPool.
using Weir.Configuration;

namespace Weir.Proxy.Io;

/// <summary>
/// Memory for received bytes, handed on to a send without a copy. Bytes are received at
/// <see cref="Limits.BlockHeadroomBytes"/> or behind, so that the head that goes on or a chunk header fits in front of them.
/// </summary>
public sealed class Block
{
    internal Block(int size) => Bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>A block without memory: its bytes are in the pipe, at offset 0.</summary>
    public Block(Pipe pipe)
        : this(pipe, []) { }

    /// <summary>For an engine whose pipes are memory after all: the simulator.</summary>
    internal Block(Pipe pipe, byte[] bytes) => (Pipe, Bytes) = (pipe, bytes);

    /// <summary>The memory; pinned for life, so that an engine may give its address to the kernel.</summary>
    public byte[] Bytes { get; }

    /// <summary>Null in an ordinary block.</summary>
    public Pipe? Pipe { get; }

    /// <summary>True while a send or receive has it.</summary>
    internal bool IsLent { get; set; }

    /// <summary>True from <see cref="BlockPool.TryRent"/> to <see cref="BlockPool.Return"/>.</summary>
    internal bool IsRented { get; set; }
}
