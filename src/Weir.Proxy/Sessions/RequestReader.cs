// Reads a request's head out of the input, and puts the rewritten one in front of its body, in the same block.
using System.Text;
using Weir.Protocol.Http1;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The part of the step ReadHead that looks at bytes.</summary>
internal static class RequestReader
{
    /// <summary>Parses the head; when it is whole, fills the exchange, finds the route and rewrites the head. Invalid leaves the failure in the exchange.</summary>
    public static ParseStatus Read(
        SessionServices services,
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ref ByteBuffer input,
        HttpExchange exchange
    )
    {
        RequestHead head = services.RequestHead;
        var limits = new HeadLimits(listener.Config.MaxHeaderBytes, HeaderFields.DefaultCapacity);
        ParseStatus status = RequestHeadParser.Parse(input.Unread, limits, head);
        if (status == ParseStatus.NeedMore)
        {
            return status;
        }

        bool trusted = listener.Trusts(client);
        ReadOnlySpan<byte> source = input.Unread;
        exchange.Method = head.Method;
        exchange.MinorVersion = head.MinorVersion;
        exchange.SetRequestId(
            trusted && head.RequestIdStart >= 0
                ? source.Slice(head.RequestIdStart, head.RequestIdLength)
                : [],
            services.Rng
        );
        if (status == ParseStatus.Invalid)
        {
            exchange.Fail(
                FailureCode.HttpRequestError,
                head.ErrorDetail,
                RequestErrors.Status(head.Error)
            );
            return status;
        }

        exchange.KeepAlive = head.KeepAlive;
        exchange.WantsUpgrade = head.WantsUpgrade;
        exchange.Trace.Spans = services.TraceFields.Read(
            services.Events.Tracing,
            source,
            head,
            services.Rng
        );
        if (services.Events.AccessLogEnabled || exchange.Trace.Spans is not null)
        {
            AccessFields.Take(source, head, exchange.Texts);
        }

        exchange.Trace.SetRequest(head.MethodToken(source), head.Host(source), head.Target(source));
        FindRoute(services, listener, source, head, exchange);
        exchange.Pseudonym = listener.Pseudonym;
        bool isLoop = ViaField.Names(source, head.Fields, listener.Pseudonym);
        int sendStart = Rewrite(services, listener, client, trusted, ref input, exchange);
        exchange.MaxBodyBytes = listener.Config.MaxBodyBytes;
        status = BeginBody(head, sendStart, ref input, exchange, services.Reactor.NowUs);
        if (isLoop && status == ParseStatus.Complete)
        {
            exchange.Fail(
                FailureCode.LoopDetected,
                "the request has passed this listener before: a backend leads back to it"
            );
            return ParseStatus.Invalid;
        }

        return status;
    }

    private static void FindRoute(
        SessionServices services,
        ListenerSnapshot listener,
        ReadOnlySpan<byte> source,
        RequestHead head,
        HttpExchange exchange
    )
    {
        ReadOnlySpan<byte> path = head.Path(source);
        if (path.IsEmpty || path[0] == (byte)'?')
        {
            path = "/"u8; // an absolute-form target without a path (RFC 9112 §3.2.2)
        }

        exchange.Route = listener.Router.Match(head.Host(source), path);
        if (exchange.Route is { } route)
        {
            exchange.Cluster = services.Cluster(listener.Clusters[route.ClusterName].Id);
            exchange.Settings = exchange.Cluster.Newest.Config;
        }
    }

    // Returns where the rewritten head begins, or -1 when it has no room.
    private static int Rewrite(
        SessionServices services,
        ListenerSnapshot listener,
        in SocketEndpoint client,
        bool trusted,
        ref ByteBuffer input,
        HttpExchange exchange
    )
    {
        Span<byte> address = stackalloc byte[SocketEndpoint.MaxTextBytes];
        var rewrite = new RequestRewrite
        {
            ClientAddress = address[..client.WriteAddress(address)],
            PeerIsTrusted = trusted,
            Pseudonym = listener.Pseudonym,
            RequestId = exchange.RequestId,
            FallbackHost =
                services.RequestHead.HostLength == 0
                    ? Encoding.ASCII.GetBytes(listener.State.Local.ToString())
                    : [],
            TraceParent = services.TraceFields.Text,
            KeepsTraceState = services.TraceFields.KeepsState,
        };
        int length = HeadRewriter.WriteRequest(
            input.Unread,
            services.RequestHead,
            rewrite,
            services.Scratch
        );
        int bodyStart = input.Start + services.RequestHead.HeadLength;
        if (length < 0 || length > bodyStart)
        {
            return -1;
        }

        exchange.SpanIdStart = bodyStart - HeadRewriter.ParentIdToHeadEnd;
        services.Scratch.AsSpan(0, length).CopyTo(input.Block!.Bytes.AsSpan(bodyStart - length)); // a whole head has a block
        return bodyStart - length;
    }

    // Takes the body bytes that came along; what is left in the input is the next request.
    private static ParseStatus BeginBody(
        RequestHead head,
        int sendStart,
        ref ByteBuffer input,
        HttpExchange exchange,
        long nowUs
    )
    {
        if (sendStart < 0)
        {
            exchange.Fail(FailureCode.HttpRequestError, "no room to rewrite the head", 431);
            return ParseStatus.Invalid;
        }

        input.Skip(head.HeadLength);
        exchange.SendStart = sendStart;
        exchange.SendCount = input.Start - sendStart;
        exchange.RequestState = MessageState.Body;
        BodyStatus body = exchange.RequestBody.Begin(head.Body, head.ContentLength);
        if (exchange.MaxBodyBytes is > 0 and var most && head.ContentLength > most)
        {
            exchange.Fail(FailureCode.HttpRequestError, "body too large", 413);
            return ParseStatus.Invalid;
        }

        if (body == BodyStatus.More && input.Count > 0)
        {
            BodyPiece piece = exchange.RequestBody.Take(
                input.Block!.Bytes,
                input.Start,
                input.Count
            );
            body = piece.Status;
            exchange.SendCount += piece.SendCount;
            input.Skip(piece.Consumed);
        }

        return Judge(body, exchange, nowUs) ? ParseStatus.Complete : ParseStatus.Invalid;
    }

    /// <summary>Looks at the body after a piece; false when the request must be refused, with the failure in the exchange.</summary>
    public static bool Judge(BodyStatus body, HttpExchange exchange, long nowUs)
    {
        if (body == BodyStatus.Invalid)
        {
            exchange.Fail(FailureCode.HttpRequestError, "malformed chunked body");
            exchange.RequestState = MessageState.Broken;
            return false;
        }

        if (exchange.MaxBodyBytes is > 0 and var most && exchange.RequestBody.PayloadBytes > most)
        {
            exchange.Fail(FailureCode.HttpRequestError, "body too large", 413);
            exchange.RequestState = MessageState.Broken;
            return false;
        }

        if (body == BodyStatus.Complete)
        {
            exchange.RequestState = MessageState.Done;
            exchange.RequestReadUs = nowUs;
        }

        return true;
    }
}
