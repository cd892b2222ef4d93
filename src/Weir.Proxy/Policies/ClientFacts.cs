// Who asks: what is the same for all requests of one connection, and what of it is worth writing once.
using System.Runtime.CompilerServices;
using Weir.Protocol.Http;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Policies;

/// <summary>One client, from the beginning of its connection to its end. Owned by the connection, filled again for the next.</summary>
public sealed class ClientFacts
{
    private Text _text; // the address, then the node; written when somebody asks
    private SocketEndpoint _remote;
    private int _addressLength;
    private int _nodeLength; // 0: neither is written yet

    /// <summary>Its address.</summary>
    public ref readonly SocketEndpoint Remote => ref _remote;

    /// <summary>How its connection is protected; null: not at all.</summary>
    public ChannelSecurity? Security { get; private set; }

    /// <summary>Its IP as text, without port, IPv6 without brackets; empty for a unix socket.</summary>
    public ReadOnlySpan<byte> Address
    {
        get
        {
            Write();
            return _text[.._addressLength];
        }
    }

    /// <summary>How Forwarded names it (RFC 7239 §6).</summary>
    public ReadOnlySpan<byte> Node
    {
        get
        {
            Write();
            return _text[_addressLength..(_addressLength + _nodeLength)];
        }
    }

    /// <summary>A client comes.</summary>
    public void Set(in SocketEndpoint remote, ChannelSecurity? security)
    {
        _remote = remote;
        Security = security;
    }

    /// <summary>It has gone.</summary>
    public void Clear()
    {
        (_remote, Security, _text) = (default, null, default);
        _addressLength = _nodeLength = 0;
    }

    private void Write()
    {
        if (_nodeLength == 0)
        {
            Span<byte> text = _text;
            _addressLength = _remote.WriteAddress(text);
            _nodeLength = ForwardingFields.WriteNode(
                text[.._addressLength],
                text[_addressLength..]
            );
        }
    }

    [InlineArray(SocketEndpoint.MaxTextBytes + ForwardingFields.MaxNodeBytes)]
    private struct Text
    {
        private byte _first;
    }
}
