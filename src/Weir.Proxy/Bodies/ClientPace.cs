// How fast a client sends a body or takes a response, counted only while it is the client that is waited for.
using Weir.Configuration;
using Weir.Proxy.Io;

namespace Weir.Proxy.Bodies;

/// <summary>
/// Time spent waiting for a client and the bytes that came meanwhile, of one request. A slow backend, or a proxy that waits for its turn,
/// is never held against the client. Against attackers who keep connections busy a byte at a time (slow body, slow read).
/// </summary>
internal struct ClientPace
{
    private long _awaitedUs; // for body bytes, up to the wait that is going on
    private long _awaitingSinceUs; // 0: not waiting
    private long _receivedMark;
    private long _sendingSinceUs;
    private long _sentMark;

    /// <summary>From now on the next piece of the body is waited for.</summary>
    public void OnReceiving(Channel client, long nowUs)
    {
        if (_receivedMark == 0)
        {
            _receivedMark = client.BytesReceived;
        }

        _awaitingSinceUs = nowUs;
    }

    /// <summary>A piece of the body has come.</summary>
    public void OnReceived(long nowUs)
    {
        _awaitedUs += _awaitingSinceUs == 0 ? 0 : nowUs - _awaitingSinceUs;
        _awaitingSinceUs = 0;
    }

    /// <summary>A piece of the response, a block at most, is on its way: the wait for the client is over when all of it is taken.</summary>
    public void OnSending(Channel client, long nowUs)
    {
        _sendingSinceUs = nowUs;
        _sentMark = client.BytesSent;
    }

    /// <summary>True when a body came at less than <paramref name="bytesPerSecond"/> for longer than the grace.</summary>
    public readonly bool IsBodyTooSlow(Channel client, int bytesPerSecond, long nowUs) =>
        _awaitingSinceUs != 0
        && IsTooSlow(
            client.BytesReceived - _receivedMark,
            _awaitedUs + nowUs - _awaitingSinceUs,
            bytesPerSecond
        );

    /// <summary>True when a response is taken at less than <paramref name="bytesPerSecond"/> for longer than the grace.</summary>
    public readonly bool IsReaderTooSlow(Channel client, int bytesPerSecond, long nowUs) =>
        client.IsSending
        && _sendingSinceUs != 0 // else it is an interim or an error response, a head alone
        && IsTooSlow(client.BytesSent - _sentMark, nowUs - _sendingSinceUs, bytesPerSecond);

    private static bool IsTooSlow(long bytes, long waitedUs, int bytesPerSecond) =>
        waitedUs > Limits.DataRateGraceMs * 1000L
        && bytes * 1_000_000d < bytesPerSecond * (double)waitedUs;
}
