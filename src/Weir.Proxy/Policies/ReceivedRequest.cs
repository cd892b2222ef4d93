// A request as it was received, which stays as it came until its response has begun, so that each attempt can send a head of its own.
using System.Numerics;
using Weir.Protocol.Http;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Policies;

/// <summary>
/// What policies look at, and what they want to be different in the head that goes on. Keeps the bytes, whose place in their block the heads
/// that go on will take. Owned by an exchange, filled again for each.
/// </summary>
public sealed class ReceivedRequest
{
    private const int MaxRequestIdBytes = 128;
    private const int UsualBytes = 1024;
    private const int MaxIdleBytes = 8 * 1024;

    private readonly byte[] _requestId = new byte[MaxRequestIdBytes];
    private int _requestIdLength;
    private byte[] _source = new byte[UsualBytes];
    private int _sourceLength;
    private ClientFacts? _client;

    /// <summary>Where the parts of the head are.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> refers to, once it is whole.</summary>
    public ReadOnlySpan<byte> Source => _source.AsSpan(0, _sourceLength);

    /// <summary>What is to be different in the head that goes on, the same for each attempt.</summary>
    public HeadEdits Edits { get; } = new();

    public ReadOnlySpan<byte> RequestId => _requestId.AsSpan(0, _requestIdLength);

    /// <summary>Who asked.</summary>
    public ClientFacts Client => _client!; // once the head is whole

    /// <summary>What the client's peer says of it in forwarding fields is believed.</summary>
    public bool PeerIsTrusted { get; private set; }

    /// <summary>The Host of a request that names none.</summary>
    public byte[] LocalHost { get; private set; } = [];

    /// <summary>Bytes of the body's content that came along with the head.</summary>
    public long FirstBodyBytes { get; set; }

    /// <summary>The head is whole: keeps it.</summary>
    /// <param name="head">Its bytes.</param>
    /// <param name="client">Who asked.</param>
    /// <param name="peerIsTrusted">As the listener sees that one.</param>
    /// <param name="localHost">The listener's address.</param>
    public void Keep(
        ReadOnlySpan<byte> head,
        ClientFacts client,
        bool peerIsTrusted,
        byte[] localHost
    )
    {
        if (head.Length > _source.Length)
        {
            _source = new byte[BitOperations.RoundUpToPowerOf2((uint)head.Length)];
        }

        head.CopyTo(_source);
        _sourceLength = head.Length;
        _client = client;
        PeerIsTrusted = peerIsTrusted;
        LocalHost = localHost;
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
        _client = null;
        FirstBodyBytes = 0;
        Edits.Clear();
        if (_source.Length > MaxIdleBytes)
        {
            _source = new byte[UsualBytes];
        }
    }
}
