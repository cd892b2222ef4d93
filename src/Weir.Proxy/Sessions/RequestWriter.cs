// Writes what a request says when it goes on: the head as it came, what this proxy changes about it, and what the attempt says alone.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Sessions;

/// <summary>The part of the step SendHead that writes bytes. A worker has one.</summary>
internal sealed class RequestWriter
{
    private readonly HeadEdits _edits = new();
    private readonly byte[] _written = GC.AllocateUninitializedArray<byte>(Limits.BlockBytes);

    /// <summary>
    /// Writes the head of one attempt so that it ends where the body begins; the block is free up to there. Returns where the head begins,
    /// or -1 if there is no room for it.
    /// </summary>
    /// <param name="bodyStart">Where the head is to end.</param>
    /// <param name="block">Where it is written.</param>
    /// <param name="exchange">Whose head it is.</param>
    /// <param name="client">Who asked.</param>
    /// <param name="traceParent">What the backend is told of the trace; null: what the client says.</param>
    public int WriteBefore(
        int bodyStart,
        byte[] block,
        HttpExchange exchange,
        in SocketEndpoint client,
        TraceParent? traceParent
    )
    {
        _edits.Clear();
        if (traceParent is not null && !exchange.KeepsTraceState)
        {
            _edits.Remove(FieldName.TraceState);
        }

        Edit(exchange, client);
        ReadOnlySpan<byte> source = exchange.Source;
        RequestHead head = exchange.Head;
        Span<byte> trace = stackalloc byte[TraceParent.TextBytes];
        traceParent?.Write(trace);
        var attempt = new RequestAttempt
        {
            Host = head.HostLength > 0 ? head.Host(source) : exchange.LocalHost,
            TraceParent = traceParent is null ? [] : trace,
        };
        int length = RequestHeadWriter.Write(source, head, _edits, attempt, _written);
        int start = bodyStart - length;
        if (length < 0 || start < 0)
        {
            return -1;
        }

        _written.AsSpan(0, length).CopyTo(block.AsSpan(start));
        return start;
    }

    private void Edit(HttpExchange exchange, in SocketEndpoint client)
    {
        Span<byte> address = stackalloc byte[SocketEndpoint.MaxTextBytes];
        var facts = new ForwardingFacts
        {
            ClientAddress = address[..client.WriteAddress(address)],
            PeerIsTrusted = exchange.PeerIsTrusted,
            Via = exchange.Via,
            RequestId = exchange.RequestId,
        };
        ForwardingFields.Edit(exchange.Source, exchange.Head, facts, _edits);
    }
}
