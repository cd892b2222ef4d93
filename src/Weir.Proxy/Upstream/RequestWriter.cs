// Writes what a request says when it goes on: the head as it came, what this proxy changes about it, and what the attempt says alone.
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Policies;

namespace Weir.Proxy.Upstream;

/// <summary>The part of the step Send that writes bytes. A worker has one.</summary>
internal sealed class RequestWriter
{
    private readonly byte[] _written = GC.AllocateUninitializedArray<byte>(Limits.BlockBytes);

    /// <summary>
    /// Writes the head of one attempt so that it ends where the body begins; the block is free up to there. Returns where the head begins,
    /// or -1 if there is no room for it.
    /// </summary>
    /// <param name="bodyStart">Where the head is to end.</param>
    /// <param name="block">Where it is written.</param>
    /// <param name="request">As it came, and what is to be different.</param>
    /// <param name="trace">What takes the place of the client's traceparent, if anything does.</param>
    public int WriteBefore(
        int bodyStart,
        byte[] block,
        ReceivedRequest request,
        in TraceParent? trace
    )
    {
        ReadOnlySpan<byte> source = request.Source;
        RequestHead head = request.Head;
        Span<byte> traceText = stackalloc byte[TraceParent.TextBytes];
        trace?.Write(traceText);
        var attempt = new RequestAttempt
        {
            Host = head.HostLength > 0 ? head.Host(source) : request.LocalHost,
            TraceParent = trace is null ? [] : traceText,
        };
        int length = RequestHeadWriter.Write(source, head, request.Edits, attempt, _written);
        int start = bodyStart - length;
        if (length < 0 || start < 0)
        {
            return -1;
        }

        _written.AsSpan(0, length).CopyTo(block.AsSpan(start));
        return start;
    }
}
