// The heads of a response, gathered until each is whole: interim ones, then the final one with the first bytes of its body behind it.
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;

namespace Weir.Proxy.Upstream;

/// <summary>Part of a backend's side. Holds a block at most, from the first byte of a head until the final head is taken.</summary>
internal struct ResponseHeads
{
    private ByteBuffer _bytes;
    private ResponseParse _parse;
    private bool _sawInterim;

    /// <summary>Any byte of a response has come.</summary>
    public readonly bool HasAny => _sawInterim || _bytes.Count > 0;

    /// <summary>The bytes from the head on that was read last.</summary>
    public readonly ReadOnlySpan<byte> Source => _bytes.Unread;

    /// <summary>Why the last one cannot be read; null or empty where it can.</summary>
    public readonly string? Problem => _parse.ErrorDetail;

    /// <summary>The backend keeps its connection open after this response.</summary>
    public readonly bool KeepsAlive => _parse.KeepAlive;

    /// <inheritdoc cref="ResponseParse.OffersConnectionAuth"/>
    public readonly bool OffersConnectionAuth => _parse.OffersConnectionAuth;

    /// <summary>A new attempt; nothing is held.</summary>
    public void Begin()
    {
        _parse = default;
        _sawInterim = false;
    }

    /// <summary>Whether a block is the one that heads are gathered in.</summary>
    public readonly bool IsIn(Block block) => _bytes.Block == block;

    /// <summary>The block is here again.</summary>
    public void TakeBack() => _bytes.IsLent = false;

    public void Append(Block block, int offset, int count) => _bytes.Append(block, offset, count);

    /// <summary>Reads the next head into <paramref name="head"/>; More where it is not whole.</summary>
    /// <param name="method">Of the request.</param>
    /// <param name="head">Filled where it is whole.</param>
    public ResponseRead Read(HttpMethod method, ResponseHead head)
    {
        if (_bytes.Count == 0)
        {
            return ResponseRead.More;
        }

        var limits = new HeadLimits(Limits.MaxResponseHeadBytes, FieldTable.DefaultCapacity);
        _parse = ResponseHeadParser.Parse(_bytes.Unread, limits, method, head);
        return _parse.Status switch
        {
            ParseStatus.Invalid => ResponseRead.Invalid,
            ParseStatus.NeedMore => _bytes.TryMakeRoom() ? ResponseRead.More : ResponseRead.Invalid,
            _ when head.IsInterim => ResponseRead.Interim,
            _ => head.StatusCode == 101 ? ResponseRead.Switching : ResponseRead.Final,
        };
    }

    /// <summary>Asks for the rest of a head. Without bytes so far, no block is held.</summary>
    public void Receive(Channel channel, BlockPool blocks)
    {
        if (_bytes.Count == 0)
        {
            _bytes.Release(blocks);
        }

        if (!channel.IsReceiving)
        {
            _bytes.IsLent = _bytes.Block is not null;
            channel.Receive(_bytes.Block, _bytes.End);
        }
    }

    /// <summary>Steps behind an interim head.</summary>
    public void SkipInterim()
    {
        _sawInterim = true;
        _bytes.Skip(_parse.HeadLength);
    }

    /// <summary>Steps behind an interim head; the block is lent from now on.</summary>
    public BlockPiece LendInterim()
    {
        SkipInterim();
        _bytes.IsLent = true;
        return new BlockPiece(_bytes.Block!, _bytes.Start, 0, BodyStatus.More); // it holds the head
    }

    /// <summary>Steps behind the final head, and gives away what came behind it with its block.</summary>
    public BlockPiece TakeFinal()
    {
        _bytes.Skip(_parse.HeadLength);
        var rest = new BlockPiece(_bytes.Block!, _bytes.Start, _bytes.Count, BodyStatus.More); // it holds the head
        _bytes.Forget();
        return rest;
    }

    /// <summary>Lets go of what has come.</summary>
    public void Release(BlockPool blocks) => _bytes.Release(blocks);
}
