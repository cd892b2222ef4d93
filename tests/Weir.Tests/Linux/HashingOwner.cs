// Hashes what it receives and gives every block back at once.
using System.Security.Cryptography;
using Weir.Proxy.Io;

namespace Weir.Tests.Linux;

/// <summary>Owner of one receiving channel; counts to the end of the stream.</summary>
internal sealed class HashingOwner(BlockPool pool) : IChannelOwner, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal long Count { get; private set; }

    internal IoStatus? End { get; private set; }

    internal string TakeHash() => Convert.ToHexString(_hash.GetHashAndReset());

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            End = status;
            return;
        }

        _hash.AppendData(block!.Bytes, offset, count); // bytes come in a block
        Count += count;
        pool.Return(block);
        channel.Receive();
    }

    public void OnSent(Channel channel, Block block, IoStatus status) { }

    public void Dispose() => _hash.Dispose();
}
