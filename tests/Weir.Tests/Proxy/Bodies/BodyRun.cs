// Feeds a body to a BodyTracker piece by piece, each in a block of its own, and collects what it would send.
using System.Text;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;

namespace Weir.Tests.Proxy.Bodies;

internal sealed class BodyRun
{
    private readonly List<byte> _sent = [];
    private readonly List<byte> _left = [];

    public BodyTracker Tracker; // a struct that changes: a field, not a property

    public BodyRun(BodyKind kind, long length, BodyTransform transform) =>
        Tracker.Begin(kind, length, transform);

    public BodyStatus Status { get; private set; }

    public BodyPiece LastPiece { get; private set; }

    public byte[] SentBytes => [.. _sent];

    public string Sent => Encoding.ASCII.GetString([.. _sent]);

    /// <summary>What lay behind the end of the body.</summary>
    public string Left => Encoding.ASCII.GetString([.. _left]);

    /// <summary>Two pieces, cut at <paramref name="split"/>.</summary>
    public void Feed(string text, int split)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        FeedPiece(bytes.AsSpan(0, split));
        FeedPiece(bytes.AsSpan(split));
    }

    public void FeedPieces(byte[] bytes, int pieceBytes)
    {
        for (int start = 0; start < bytes.Length; start += pieceBytes)
        {
            FeedPiece(bytes.AsSpan(start, int.Min(pieceBytes, bytes.Length - start)));
        }
    }

    private void FeedPiece(ReadOnlySpan<byte> piece)
    {
        if (Status != BodyStatus.More)
        {
            _left.AddRange(piece);
            return;
        }

        byte[] block = new byte[Limits.BlockBytes];
        piece.CopyTo(block.AsSpan(Limits.BlockHeadroomBytes));
        LastPiece = Tracker.Take(block, Limits.BlockHeadroomBytes, piece.Length);
        Status = LastPiece.Status;
        _sent.AddRange(block.AsSpan(LastPiece.SendStart, LastPiece.SendCount));
        if (Status == BodyStatus.Complete)
        {
            _left.AddRange(piece[LastPiece.Consumed..]);
        }
    }
}
