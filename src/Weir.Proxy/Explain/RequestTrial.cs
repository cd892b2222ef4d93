// Lets the reader of the data plane look at a request, as if a client had sent it.
using System.Text;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Upstream;

namespace Weir.Proxy.Explain;

/// <summary>What becomes of a request whose bytes are these and no more.</summary>
internal sealed class RequestTrial
{
    private readonly ReceivedRequest _received = new();
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
            Keep(listener, client, request);
            SentHead = Write(listener.Policies);
        }
    }

    public HttpMethod Method => Head.Method;

    private RequestHead Head => _received.Head;

    public RequestReading Reading => _reading;

    /// <summary>The authority in force.</summary>
    public byte[] Host { get; } = [];

    /// <summary>What the router was asked with.</summary>
    public byte[] Path { get; } = [];

    /// <summary>The head that goes on; null where none does.</summary>
    public string? SentHead { get; }

    // A worker that is never late, and has counted nothing yet.
    private static PolicyWorker Worker => new(new LoopLag(), new WorkerCounters());

    private static ClientFacts Client(in SocketEndpoint remote)
    {
        var client = new ClientFacts();
        client.Set(remote, security: null);
        return client;
    }

    private void Keep(
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> request
    )
    {
        ReadOnlySpan<byte> theirs = _reading.PeerIsTrusted ? Head.RequestId(request) : [];
        ReadOnlySpan<byte> id = theirs.IsEmpty ? "0123456789abcdef0123456789abcdef"u8 : theirs;
        _received.SetRequestId(id, new Rng(0));
        _received.Keep(
            request[.._reading.HeadLength],
            Client(client),
            _reading.PeerIsTrusted,
            listener.State.LocalHost
        );
    }

    // Asks the policies first, as an exchange does.
    private string? Write(PolicyChain policies)
    {
        if (policies.Apply(_received, Worker) is { } refusal)
        {
            _reading.Refuse(refusal.Code, refusal.Detail, refusal.Status);
            return null;
        }

        byte[] block = new byte[Limits.BlockHeadroomBytes + _reading.HeadLength];
        int start = new RequestWriter().WriteBefore(block.Length, block, _received, trace: null);
        if (start < 0)
        {
            _reading.Refuse(FailureCode.HttpRequestError, Failure.NoRoom, 431);
            return null;
        }

        return Encoding.Latin1.GetString(block.AsSpan(start));
    }
}
