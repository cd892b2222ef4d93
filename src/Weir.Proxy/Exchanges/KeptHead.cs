// The head of a request as it came, with what its listener says of it: all that the heads of its attempts are written from.
using System.Numerics;
using Weir.Protocol.Http;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Exchanges;

/// <summary>Keeps the bytes, whose place in their block the heads that go on will take. Owned by an exchange, filled again for each.</summary>
internal sealed class KeptHead
{
    private const int MaxRequestIdBytes = 128;
    private const int UsualBytes = 1024;
    private const int MaxIdleBytes = 8 * 1024;

    private readonly byte[] _requestId = new byte[MaxRequestIdBytes];
    private int _requestIdLength;
    private byte[] _source = new byte[UsualBytes];
    private int _sourceLength;

    /// <summary>Where the parts of the head are.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> refers to, once it is whole.</summary>
    public ReadOnlySpan<byte> Source => _source.AsSpan(0, _sourceLength);

    public ReadOnlySpan<byte> RequestId => _requestId.AsSpan(0, _requestIdLength);

    /// <summary>What the client's peer says of it in forwarding fields is believed.</summary>
    public bool PeerIsTrusted { get; private set; }

    /// <summary>The listener's member of Via.</summary>
    public byte[] Via { get; private set; } = [];

    /// <summary>The Host of a request that names none.</summary>
    public byte[] LocalHost { get; private set; } = [];

    /// <summary>What backends are told of the trace, unless the request is recorded and each attempt has a span of its own.</summary>
    public TraceChoice Trace { get; set; }

    /// <summary>The head is whole: keeps it.</summary>
    public void Keep(ListenerSnapshot listener, ReadOnlySpan<byte> head, bool peerIsTrusted)
    {
        if (head.Length > _source.Length)
        {
            _source = new byte[BitOperations.RoundUpToPowerOf2((uint)head.Length)];
        }

        head.CopyTo(_source);
        _sourceLength = head.Length;
        PeerIsTrusted = peerIsTrusted;
        Via = listener.Via;
        LocalHost = listener.State.LocalHost;
    }

    /// <summary>Takes a trusted peer's id, or makes one of 128 random bits in hexadecimal.</summary>
    public void SetRequestId(ReadOnlySpan<byte> trusted, Rng rng)
    {
        if (!trusted.IsEmpty && trusted.Length <= MaxRequestIdBytes)
        {
            trusted.CopyTo(_requestId);
            _requestIdLength = trusted.Length;
            return;
        }

        Hexadecimal.Write(rng.Next(), _requestId);
        Hexadecimal.Write(rng.Next(), _requestId.AsSpan(Hexadecimal.DigitsOf64Bits));
        _requestIdLength = 2 * Hexadecimal.DigitsOf64Bits;
    }

    /// <summary>Forgets the request, and a buffer that one long head had made large.</summary>
    public void Clear()
    {
        _sourceLength = _requestIdLength = 0;
        PeerIsTrusted = false;
        Trace = default;
        if (_source.Length > MaxIdleBytes)
        {
            _source = new byte[UsualBytes];
        }
    }
}
