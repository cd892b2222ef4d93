// A fixed piece of pinned memory that received bytes live in. It has one owner at a time; see BlockPool.
namespace Weir.Proxy.Io;

/// <summary>
/// Memory for received bytes, handed on to a send without a copy. Bytes are received at
/// <see cref="Configuration.Limits.BlockHeadroomBytes"/> or behind, so that a rewritten head or a chunk header fits in front of them.
/// </summary>
public sealed class Block
{
    internal Block(int size) => Bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);

    /// <summary>The memory; pinned for life, so that an engine may give its address to the kernel.</summary>
    public byte[] Bytes { get; }

    /// <summary>True from <see cref="BlockPool.TryRent"/> to <see cref="BlockPool.Return"/>.</summary>
    internal bool IsRented { get; set; }
}
