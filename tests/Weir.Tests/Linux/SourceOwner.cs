// Sends a seeded stream of bytes and hashes it on the way.
using System.Security.Cryptography;
using Weir.Proxy.Io;

namespace Weir.Tests.Linux;

/// <summary>Owner of one sending channel; refills one block until the total is sent, then sends FIN.</summary>
internal sealed class SourceOwner(Block block, long total) : IChannelOwner, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Random _random = new(7);
    private long _left = total;

    internal bool IsDone { get; private set; }

    internal string TakeHash() => Convert.ToHexString(_hash.GetHashAndReset());

    internal void SendNext(Channel channel)
    {
        int count = (int)long.Min(_left, _random.Next(1, block.Bytes.Length));
        _random.NextBytes(block.Bytes.AsSpan(0, count));
        _hash.AppendData(block.Bytes, 0, count);
        _left -= count;
        channel.Send(block, 0, count);
    }

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) { }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        if (_left > 0)
        {
            SendNext(channel);
            return;
        }

        IsDone = true;
        channel.ShutdownSend();
    }

    public void Dispose() => _hash.Dispose();
}
