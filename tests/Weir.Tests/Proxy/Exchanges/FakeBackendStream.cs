// A backend's side that is the test's: it brings what the test puts there, and writes down what the exchange asks of it.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Tests.Protocol;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Exchanges;

internal sealed class FakeBackendStream(SessionServices services) : BackendStream, IBackendUser
{
    private static readonly HeadLimits s_limits = new(4096, 32);

    private bool _hasAttempt;
    private byte[] _source = [];

    /// <summary>In order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What the next looks for a head come to; More when there is none.</summary>
    public Queue<(ResponseRead Read, int Status)> Heads { get; } = new();

    public bool Sending { get; set; }

    public bool Written { get; set; } = true;

    public bool Answered { get; set; }

    public bool Over { get; set; }

    public bool Clean { get; set; } = true;

    public bool Cuttable { get; set; }

    public bool HeadHasRoom { get; set; } = true;

    public long ActivityUs { get; set; }

    public long Content { get; set; }

    public string? Trouble { get; set; }

    /// <summary>Of the body bytes that come with the final head.</summary>
    public BodyStatus FirstStatus { get; set; } = BodyStatus.Complete;

    /// <summary>What the backend was told of the trace by the last head.</summary>
    public TraceParent? TraceParent { get; private set; }

    /// <summary>By which the last final head's body goes on.</summary>
    public BodyTransform Transform { get; private set; }

    public override BackendClaim Claim { get; } = new(services, PoolKind.Http);

    public override bool IsSending => Sending;

    public override bool TakesPipes => Piped;

    public bool Piped { get; set; } = true;

    public override long LastActivityUs => ActivityUs;

    public override bool HasAttempt => _hasAttempt;

    public override bool HasWritten => Written;

    public override bool HasAnswered => Answered;

    public override bool HasEnded => Over;

    public override bool IsClean => Clean;

    public override bool ShowsCut => Cuttable;

    public override long ContentBytes => Content;

    public override ResponseHead Head { get; } = new();

    public override ReadOnlySpan<byte> HeadSource => _source;

    public override string? Problem => Trouble;

    public override bool Acquire(bool fresh)
    {
        Calls.Add(fresh ? "acquire fresh" : "acquire");
        return Claim.Acquire(this, fresh);
    }

    public override void BeginAttempt()
    {
        _hasAttempt = true;
        Over = Answered = false;
        Calls.Add("attempt");
    }

    public override bool TrySendHead(
        ReceivedRequest request,
        in TraceParent? trace,
        in BlockPiece first
    )
    {
        TraceParent = trace;
        Calls.Add("head");
        return HeadHasRoom;
    }

    public override void Send(in BlockPiece piece) => Calls.Add($"body {piece.Count}");

    public override ResponseRead ReadHead()
    {
        if (!Heads.TryDequeue(out (ResponseRead Read, int Status) next))
        {
            return Over ? ResponseRead.Ended : ResponseRead.More;
        }

        _source = Wire.Bytes($"HTTP/1.1 {next.Status} It is\r\nContent-Length: {5}\r\n\r\n");
        ResponseHeadParser.Parse(_source, s_limits, HttpMethod.Get, Head);
        return next.Read;
    }

    public override void SkipHead() => Calls.Add("skip");

    public override BlockPiece TakeInterim()
    {
        Calls.Add("interim");
        return Piece(BodyStatus.More);
    }

    public override BlockPiece TakeFinal(BodyTransform transform)
    {
        Calls.Add("final");
        Transform = transform;
        return Piece(FirstStatus);
    }

    public override void TakeBack(Block block)
    {
        Calls.Add("back");
        services.Blocks.Return(block);
    }

    public override void Drop(Block block)
    {
        Calls.Add("drop");
        services.Blocks.Return(block);
    }

    public override void EndAttempt()
    {
        _hasAttempt = false;
        Calls.Add("end");
    }

    public override void Release(bool isClean)
    {
        _hasAttempt = false;
        Calls.Add(isClean ? "release clean" : "release");
        Claim.Release(isClean);
    }

    public void OnBackendReady(PooledConnection connection) => Exchange!.OnConnected();

    public void OnBackendFailed(PooledConnection connection, ConnectResult result) =>
        Exchange!.OnConnectFailed(connection.Backend, result);

    public void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) { }

    public void OnSent(Channel channel, Block block, IoStatus status) =>
        Exchange!.OnRequestSent(block, status);

    private BlockPiece Piece(BodyStatus status) =>
        services.Blocks.TryRent(out Block? block)
            ? new BlockPiece(block, 100, 0, status)
            : throw new InvalidOperationException("no block is left");
}
