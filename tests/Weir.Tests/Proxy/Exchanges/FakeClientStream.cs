// A client's side that is the test's: it writes down what the exchange asks of it.
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Proxy.Exchanges;

internal sealed class FakeClientStream(BlockPool blocks) : ClientStream
{
    private bool _isGone;

    /// <summary>In order.</summary>
    public List<string> Calls { get; } = [];

    public bool Sending { get; set; }

    public bool Receiving { get; set; }

    public bool Lent { get; set; }

    public bool Resendable { get; set; } = true;

    public bool IsHttp10 { get; set; }

    public bool HeadFits { get; set; } = true;

    public bool HeadHasRoom { get; set; } = true;

    public bool FailureFits { get; set; } = true;

    public bool CutIsDue { get; set; } = true;

    public bool BodyEnds { get; set; } = true;

    /// <summary>How it wants the response's body framed.</summary>
    public BodyTransform Transform { get; set; }

    /// <summary>The first piece of the request; null: an empty one in a block of its own.</summary>
    public Func<BlockPiece>? First { get; set; }

    /// <summary>What it was given to send, in order.</summary>
    public List<BlockPiece> Pieces { get; } = [];

    /// <summary>The bytes in them, but for those in a pipe.</summary>
    public List<byte> Passed { get; } = [];

    public bool SlowBody { get; set; }

    public bool SlowReader { get; set; }

    public long ActivityUs { get; set; }

    /// <summary>The deadline that was set last, in microseconds from then on.</summary>
    public long DeadlineInUs { get; private set; } = -1;

    /// <summary>How the exchange ended; null before.</summary>
    public (ExchangeEnd End, string Reason)? Ended { get; private set; }

    /// <summary>How often the exchange has waited.</summary>
    public int Watches { get; private set; }

    /// <summary>The status of the head that was written last.</summary>
    public int WrittenStatus { get; private set; }

    /// <summary>The fields of our own in it.</summary>
    public string WrittenEdits { get; private set; } = "";

    public override long ConnectionId => 7;

    public override SocketEndpoint Remote { get; } =
        SocketEndpoint.FromAddress(System.Net.IPAddress.Parse("192.0.2.1"), 5000);

    public override long BytesIn => 100;

    public override long BytesOut => 200;

    public override int MinorVersion => IsHttp10 ? 0 : 1;

    public override bool IsSending => Sending;

    public override bool TakesPipes => Piped;

    public bool Piped { get; set; } = true;

    public override bool IsReceiving => Receiving;

    public override long LastActivityUs => ActivityUs;

    public override bool IsGone => _isGone;

    public override bool IsLent => Lent;

    public override bool CanResend => Resendable && !Lent;

    public override bool TakesInterim => !IsHttp10;

    public override BlockPiece FirstPiece =>
        First?.Invoke() ?? new BlockPiece(Rent(), 100, 0, BodyStatus.Complete);

    public Block Rent() =>
        blocks.TryRent(out Block? block)
            ? block
            : throw new InvalidOperationException("no block is left");

    public override bool IsBodyTooSlow(int bytesPerSecond, long nowUs) =>
        SlowBody && bytesPerSecond > 0;

    public override bool IsReaderTooSlow(int bytesPerSecond, long nowUs) =>
        SlowReader && bytesPerSecond > 0;

    public override BodyTransform TransformOf(BodyKind body) => Transform;

    public override void Lend()
    {
        Lent = true;
        Calls.Add("lend");
    }

    public override void TakeBack(Block block, bool wasSent)
    {
        Lent = false;
        blocks.Return(block);
        Calls.Add(wasSent ? "sent" : "not sent");
    }

    public override void OnBackendClosing() => Calls.Add("closing");

    public override void OnResponseBegun() => Calls.Add("begun");

    public override bool TryWriteHead(ResponseHead head, ReadOnlySpan<byte> source, HeadEdits edits)
    {
        WrittenStatus = head.StatusCode;
        WrittenEdits = System.Text.Encoding.ASCII.GetString(edits.Text);
        return HeadFits;
    }

    public override bool TrySendHead(in BlockPiece first)
    {
        if (HeadHasRoom)
        {
            Calls.Add($"head {WrittenStatus}+{first.Count}");
            Note(first);
            Sending = true;
        }

        return HeadHasRoom;
    }

    public override void Send(in BlockPiece piece)
    {
        Calls.Add($"body {piece.Count}");
        Note(piece);
        Sending = true;
    }

    public override bool TryEndBody()
    {
        Calls.Add("end body");
        return BodyEnds;
    }

    public override bool TrySendFailure(ExchangeFacts facts)
    {
        if (FailureFits)
        {
            Calls.Add($"failure {facts.Outcome.Status}");
            facts.Response.Status = facts.Outcome.Status;
            facts.Response.OwnContentBytes = 30;
            Sending = true;
        }

        return FailureFits;
    }

    public override void GiveUp()
    {
        _isGone = true;
        Calls.Add("given up");
    }

    public override bool TryEndCut(bool showsCut)
    {
        Calls.Add(showsCut ? "cut that shows" : "cut that does not show");
        return CutIsDue;
    }

    public override void SetDeadlineIn(long fromNowUs) => DeadlineInUs = fromNowUs;

    public override void Watch() => Watches++;

    public override void BeginTunnel(BackendStream backend) => Calls.Add("tunnel");

    public override void OnEnded(ExchangeEnd end, string reason) => Ended = (end, reason);

    // Its block will be filled anew.
    private void Note(in BlockPiece piece)
    {
        Pieces.Add(piece);
        if (piece.Block.Pipe is null)
        {
            Passed.AddRange(piece.Block.Bytes.AsSpan(piece.Start, piece.Count));
        }
    }
}
