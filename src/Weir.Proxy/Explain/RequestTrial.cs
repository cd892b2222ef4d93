// Lets the reader of the data plane look at a request, as if a client had sent it.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Explain;

/// <summary>What becomes of a request whose bytes are these and no more.</summary>
internal sealed class RequestTrial
{
    private readonly HttpExchange _exchange = new();
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

    private RequestHead Head => _exchange.Head;

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
        _exchange.SetRequestId(id, new Rng(0));
        _exchange.TakeHead(listener, _reading, request);
        byte[] block = new byte[Limits.BlockHeadroomBytes + _reading.HeadLength];
        var writer = new RequestWriter();
        int start = writer.WriteBefore(block.Length, block, _exchange, client, traceParent: null);
        if (start < 0)
        {
            _reading.Refuse(FailureCode.HttpRequestError, Failure.NoRoom, 431);
            return null;
        }

        return Encoding.Latin1.GetString(block.AsSpan(start));
    }
}
