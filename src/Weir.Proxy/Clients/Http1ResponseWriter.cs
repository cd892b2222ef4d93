// Writes what an http/1 client is answered: the head of a backend's response as this proxy passes it on, or a response of our own.
using System.Text;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>A worker has one; what was written is good until it writes again.</summary>
internal sealed class Http1ResponseWriter(SessionServices services)
{
    private readonly byte[] _written = GC.AllocateUninitializedArray<byte>(Limits.BlockBytes);
    private int _length;

    /// <summary>Writes a head; false if it is too long.</summary>
    public bool TryWrite(
        ResponseHead head,
        ReadOnlySpan<byte> source,
        HeadEdits edits,
        in ResponseFraming framing
    )
    {
        _length = ResponseHeadWriter.Write(source, head, edits, framing, _written);
        return _length >= 0;
    }

    /// <summary>Puts the head that was written in front of what stands in a block; returns where it begins there, below 0 without room for it.</summary>
    public int Place(Block block, int end)
    {
        int start = end - _length;
        if (start >= 0)
        {
            _written.AsSpan(0, _length).CopyTo(block.Bytes.AsSpan(start));
        }

        return start;
    }

    /// <summary>Writes the response for the failure that is known; returns its length, and the length of its content.</summary>
    public (int Length, int Content) WriteFailure(Block block, ExchangeFacts facts, bool closes)
    {
        FailureCode error = facts.Outcome.Error;
        Failure failure = Failure.Of(error);
        int length = ErrorResponseWriter.Write(
            block.Bytes,
            new ErrorResponse
            {
                Status = facts.Outcome.Status,
                Code = FailureCodes.Bytes(error),
                ProxyStatusError = Encoding.ASCII.GetBytes(failure.ProxyStatus),
                RequestId = facts.Received.RequestId,
                Date = services.Date.At(services.Reactor.NowUs),
                RetryAfterSeconds = failure.RetryAfterSeconds,
                Close = closes,
                OmitBody = facts.Request.Method == HttpMethod.Head,
            }
        );
        int headLength = block.Bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
        return (length, length - headLength);
    }
}
