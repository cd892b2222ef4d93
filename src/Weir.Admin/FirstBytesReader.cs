// Passes on what a connection reads, once its first bytes have shown that they are no TLS record. Owned by one connection.
using System.Buffers;
using System.IO.Pipelines;

namespace Weir.Admin;

/// <summary>Where they are one, <paramref name="refuse"/> answers, and the reader behind sees a connection that ended without a byte.</summary>
internal sealed class FirstBytesReader(PipeReader inner, Func<ValueTask> refuse) : PipeReader
{
    // A TLS record begins with its type and the major version (RFC 8446 §5.1, ContentType handshake).
    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;

    private bool _isKnown;
    private bool _isRefused;

    public override ValueTask<ReadResult> ReadAsync(
        CancellationToken cancellationToken = default
    ) =>
        _isKnown && !_isRefused
            ? inner.ReadAsync(cancellationToken)
            : ReadFirstAsync(cancellationToken);

    /// <summary>Nothing before the first bytes are known: an answer needs a wait.</summary>
    public override bool TryRead(out ReadResult result)
    {
        result = End;
        return _isRefused || (_isKnown && inner.TryRead(out result));
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isRefused)
        {
            inner.AdvanceTo(consumed, examined);
        }
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) =>
        inner.CompleteAsync(exception);

    private static ReadResult End => new(ReadOnlySequence<byte>.Empty, false, isCompleted: true);

    private async ValueTask<ReadResult> ReadFirstAsync(CancellationToken cancellationToken)
    {
        while (!_isRefused)
        {
            ReadResult result = await inner.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> bytes = result.Buffer;
            if (result.IsCanceled || result.IsCompleted || bytes.IsEmpty)
            {
                return result;
            }

            if (bytes.FirstSpan[0] != TlsHandshake)
            {
                _isKnown = true;
                return result;
            }

            // What the first byte of a TLS record means shows in the second.
            if (bytes.Length == 1)
            {
                inner.AdvanceTo(bytes.Start, bytes.End);
                continue;
            }

            _isKnown = true;
            if (bytes.Slice(1).FirstSpan[0] != TlsMajorVersion)
            {
                return result;
            }

            inner.AdvanceTo(bytes.End);
            _isRefused = true;
            await refuse();
        }

        return End;
    }
}
