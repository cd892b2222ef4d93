// A channel that a test plays the engine of: it writes down what is asked for and completes nothing by itself.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Proxy.Io;

internal sealed class FakeChannel : Channel
{
    private bool _isReceiving;
    private Block? _sending;

    public List<string> Calls { get; } = [];

    public override SocketEndpoint Local => default;

    public override bool TakesPipes => Piped;

    /// <summary>Whether it takes pipes.</summary>
    public bool Piped { get; set; } = true;

    public override bool IsReceiving => _isReceiving;

    public override bool IsSending => _sending is not null;

    public override bool HasInput => InputWaits;

    /// <summary>Input is known to have come that is not delivered yet.</summary>
    public bool InputWaits { get; set; }

    public override bool IsSendQueueEmpty => !HasUnacknowledged;

    public bool HasUnacknowledged { get; set; }

    /// <summary>The block of the last receive.</summary>
    public Block? LentBlock { get; private set; }

    /// <summary>Where in that block the bytes of the last receive go.</summary>
    public int LentOffset { get; private set; }

    public byte[] Sent { get; private set; } = [];

    public FakeChannel WithActivityAt(long us)
    {
        LastActivityUs = us;
        return this;
    }

    public FakeChannel WithBytesReceived(long count)
    {
        BytesReceived = count;
        return this;
    }

    public FakeChannel WithBytesSent(long count)
    {
        BytesSent = count;
        return this;
    }

    public FakeChannel WithSecurity(ChannelSecurity security)
    {
        Security = security;
        return this;
    }

    public FakeChannel WithRemote(SocketEndpoint remote)
    {
        Remote = remote;
        return this;
    }

    protected override void BeginReceive(Block? block, int offset)
    {
        Calls.Add(block?.Pipe is null ? "receive" : "receive into a pipe");
        _isReceiving = true;
        LentBlock = block;
        LentOffset = offset;
    }

    /// <summary>The receive's completion is on its way: the test calls the owner itself.</summary>
    public void EndReceive() => _isReceiving = false;

    public override bool TryCancelReceive()
    {
        Calls.Add("cancel");
        return false;
    }

    public override void WatchHangUp(bool onlyReset) =>
        Calls.Add(onlyReset ? "watch for a reset" : "watch for a hang-up");

    public override long InputAgeUs => InputAge;

    /// <summary>In microseconds.</summary>
    public long InputAge { get; set; }

    protected override void BeginSend(Block block, int offset, int count)
    {
        Calls.Add("send");
        _sending = block;
        if (block.Pipe is null)
        {
            Sent = [.. Sent, .. block.Bytes.AsSpan(offset, count)];
        }
    }

    /// <summary>The send's completion is on its way; returns its block.</summary>
    public Block EndSend()
    {
        Block block = _sending!; // the test sees that something is sent
        _sending = null;
        return block;
    }

    public override void ShutdownSend() => Calls.Add("shutdown");

    public override void Close() => Calls.Add("close");

    public override void CloseLingering(int minBytesPerSecond)
    {
        Calls.Add("linger");
        LingerRate = minBytesPerSecond;
    }

    /// <summary>What the peer owes while it is lingered for.</summary>
    public int LingerRate { get; private set; }

    public override void Reset() => Calls.Add("reset");
}
