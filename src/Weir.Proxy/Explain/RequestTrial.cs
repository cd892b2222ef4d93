// Lets the reader of the data plane look at a request, as if a client had sent it.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Configuration;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Upstream;

namespace Weir.Proxy.Explain;

/// <summary>What becomes of a request whose bytes are these and no more.</summary>
internal sealed class RequestTrial
{
    private readonly KeptHead _kept = new();
    private RequestReading _reading;

    public RequestTrial(
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> request
    )
    {
        _reading = RequestReader.Read(listener, client, request, Head);
        if (_reading.Status == ParseStatus.NeedMore)
        {
            _reading.Refuse(FailureCode.HttpRequestError, "the request ends inside its head");
            return;
        }

        if (_reading.Status == ParseStatus.Complete)
        {
            Host = Head.Host(request).ToArray();
            Path = RequestReader.RoutedPath(Head, request).ToArray();
            SentHead = Write(listener, client, request);
        }
    }

    public HttpMethod Method => Head.Method;

    private RequestHead Head => _kept.Head;

    public RequestReading Reading => _reading;

    /// <summary>The authority in force.</summary>
    public byte[] Host { get; } = [];

    /// <summary>What the router was asked with.</summary>
    public byte[] Path { get; } = [];

    /// <summary>The head that goes on; null where none does.</summary>
    public string? SentHead { get; }

    private string? Write(
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> request
    )
    {
        ReadOnlySpan<byte> theirs = _reading.PeerIsTrusted ? Head.RequestId(request) : [];
        ReadOnlySpan<byte> id = theirs.IsEmpty ? "0123456789abcdef0123456789abcdef"u8 : theirs;
        _kept.SetRequestId(id, new Rng(0));
        _kept.Keep(listener, request[.._reading.HeadLength], _reading.PeerIsTrusted);
        byte[] block = new byte[Limits.BlockHeadroomBytes + _reading.HeadLength];
        var sent = new RequestToSend(_kept, client, TraceParent: null);
        int start = new RequestWriter().WriteBefore(block.Length, block, sent);
        if (start < 0)
        {
            _reading.Refuse(FailureCode.HttpRequestError, Failure.NoRoom, 431);
            return null;
        }

        return Encoding.Latin1.GetString(block.AsSpan(start));
    }
}
