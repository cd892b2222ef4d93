// Writes what a request says when it goes on: the head as it came, what this proxy changes about it, and what the attempt says alone.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Upstream;

/// <summary>The part of the step Send that writes bytes. A worker has one.</summary>
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
    /// <param name="request">What it says.</param>
    public int WriteBefore(int bodyStart, byte[] block, in RequestToSend request)
    {
        KeptHead kept = request.Head;
        _edits.Clear();
        if (request.TraceParent is not null && !kept.Trace.KeepsState)
        {
            _edits.Remove(FieldName.TraceState);
        }

        Edit(kept, request.Client);
        ReadOnlySpan<byte> source = kept.Source;
        RequestHead head = kept.Head;
        Span<byte> trace = stackalloc byte[TraceParent.TextBytes];
        request.TraceParent?.Write(trace);
        var attempt = new RequestAttempt
        {
            Host = head.HostLength > 0 ? head.Host(source) : kept.LocalHost,
            TraceParent = request.TraceParent is null ? [] : trace,
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

    private void Edit(KeptHead kept, in SocketEndpoint client)
    {
        Span<byte> address = stackalloc byte[SocketEndpoint.MaxTextBytes];
        var facts = new ForwardingFacts
        {
            ClientAddress = address[..client.WriteAddress(address)],
            PeerIsTrusted = kept.PeerIsTrusted,
            Via = kept.Via,
            RequestId = kept.RequestId,
        };
        ForwardingFields.Edit(kept.Source, kept.Head, facts, _edits);
    }
}
