// Bodies of all framings, cut at every point, passed on as they are or re-framed in place.
using System.Text;
using CsCheck;
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Framing;
using Weir.Proxy.Bodies;
using Xunit;

namespace Weir.Tests.Proxy.Bodies;

public sealed class BodyTrackerTests
{
    private const string Chunked =
        "5\r\nhello\r\n1;name=\"a;b\"\r\n \r\n00A\r\nwide world\r\n0\r\nX-Sum: 1\r\n\r\n";
    private const string Payload = "hello wide world";

    [Theory]
    [InlineData(BodyKind.None, 0)]
    [InlineData(BodyKind.ContentLength, 0)]
    public void A_body_without_bytes_is_complete_at_once(BodyKind kind, long length) =>
        new BodyTracker().Begin(kind, length).ShouldBe(BodyStatus.Complete);

    [Theory]
    [InlineData(BodyKind.ContentLength, Limits.PipeBytes, BodyTransform.None, true)]
    [InlineData(BodyKind.ContentLength, Limits.PipeBytes - 1, BodyTransform.None, false)]
    [InlineData(BodyKind.UntilClose, -1, BodyTransform.None, true)]
    [InlineData(BodyKind.UntilClose, -1, BodyTransform.Chunk, false)]
    [InlineData(BodyKind.Chunked, -1, BodyTransform.None, false)]
    [InlineData(BodyKind.Chunked, -1, BodyTransform.Dechunk, false)]
    public void A_pipe_may_hold_what_is_surely_of_the_body_and_passes_as_it_is(
        BodyKind kind,
        long length,
        object transform,
        bool mayPipe
    )
    {
        var body = new BodyTracker();
        body.Begin(kind, length, (BodyTransform)transform);
        body.MayPipe.ShouldBe(mayPipe);
    }

    [Theory]
    [InlineData(BodyKind.ContentLength, 1)]
    [InlineData(BodyKind.Chunked, -1)]
    [InlineData(BodyKind.UntilClose, -1)]
    public void Any_other_body_is_waited_for(BodyKind kind, long length) =>
        new BodyTracker().Begin(kind, length).ShouldBe(BodyStatus.More);

    [Fact]
    public void A_counted_body_ends_at_its_count_at_every_split()
    {
        for (int split = 1; split < 10; split++)
        {
            var run = new BodyRun(BodyKind.ContentLength, 10, BodyTransform.None);
            run.Feed("0123456789NEXT", split);

            run.Status.ShouldBe(BodyStatus.Complete);
            run.Sent.ShouldBe("0123456789");
            run.Left.ShouldBe("NEXT");
            run.Tracker.PayloadBytes.ShouldBe(10);
        }
    }

    [Fact]
    public void A_count_above_two_gigabytes_does_not_overflow()
    {
        var tracker = new BodyTracker();
        tracker.Begin(BodyKind.ContentLength, 5_000_000_000);
        byte[] bytes = new byte[1000];
        tracker.Take(bytes, 0, 1000).ShouldBe(new BodyPiece(BodyStatus.More, 0, 1000, 1000));
    }

    [Fact]
    public void A_chunked_body_passes_as_it_is_at_every_split()
    {
        for (int split = 1; split < Chunked.Length; split++)
        {
            var run = new BodyRun(BodyKind.Chunked, -1, BodyTransform.None);
            run.Feed(Chunked + "GET /", split);

            run.Status.ShouldBe(BodyStatus.Complete, $"split at {split}");
            run.Sent.ShouldBe(Chunked);
            run.Left.ShouldBe("GET /");
            run.Tracker.PayloadBytes.ShouldBe(Payload.Length);
        }
    }

    [Fact]
    public void A_chunked_body_is_decoded_for_http_1_0_at_every_split()
    {
        for (int split = 1; split < Chunked.Length; split++)
        {
            var run = new BodyRun(BodyKind.Chunked, -1, BodyTransform.Dechunk);
            run.Feed(Chunked + "rest", split);

            run.Status.ShouldBe(BodyStatus.Complete, $"split at {split}");
            run.Sent.ShouldBe(Payload);
            run.Left.ShouldBe("rest");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_bad_chunk_is_invalid_at_every_split_and_the_piece_is_told_up_to_it(bool dechunks)
    {
        BodyTransform transform = dechunks ? BodyTransform.Dechunk : BodyTransform.None;
        const string Good = "3\r\nabc\r\n";
        const string Bad = Good + "zz\r\n";
        for (int split = 1; split < Bad.Length; split++)
        {
            var run = new BodyRun(BodyKind.Chunked, -1, transform);
            run.Feed(Bad, split);
            run.Status.ShouldBe(BodyStatus.Invalid, $"split at {split}");
            if (split <= Good.Length)
            {
                int payload = int.Clamp(6 - split, 0, 3); // "abc" ends at 6
                run.LastPiece.SendCount.ShouldBe(dechunks ? payload : Good.Length - split);
            }
        }
    }

    [Fact]
    public void A_close_framed_body_never_completes_by_itself()
    {
        var run = new BodyRun(BodyKind.UntilClose, -1, BodyTransform.None);
        run.Feed("some bytes", 4);
        run.Status.ShouldBe(BodyStatus.More);
        run.Sent.ShouldBe("some bytes");
        run.Tracker.EndsByClose.ShouldBeTrue();
    }

    [Fact]
    public void Only_a_close_framed_body_ends_by_the_close()
    {
        foreach (BodyKind kind in new[] { BodyKind.ContentLength, BodyKind.Chunked })
        {
            new BodyRun(kind, 5, BodyTransform.None).Tracker.EndsByClose.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_close_framed_body_becomes_chunks_that_a_decoder_reads_back() =>
        Gen.Select(Gen.Byte.Array[1, 2000], Gen.Int[1, 700])
            .Sample(
                (body, pieceBytes) =>
                {
                    var run = new BodyRun(BodyKind.UntilClose, -1, BodyTransform.Chunk);
                    run.FeedPieces(body, pieceBytes);
                    run.Tracker.PayloadBytes.ShouldBe(body.Length);

                    byte[] wire = [.. run.SentBytes, .. ChunkedEncoder.LastChunk];
                    var decoder = default(ChunkedDecoder);
                    decoder
                        .Decode(wire, out int consumed, out int written)
                        .ShouldBe(ChunkedStatus.Done);
                    consumed.ShouldBe(wire.Length);
                    wire.AsSpan(0, written).SequenceEqual(body).ShouldBeTrue();
                }
            );

    [Fact]
    public void The_chunk_of_a_full_block_fits_its_head_and_tail_room()
    {
        var tracker = new BodyTracker();
        tracker.Begin(BodyKind.UntilClose, -1, BodyTransform.Chunk);
        byte[] block = new byte[Limits.BlockBytes];
        BodyPiece piece = tracker.Take(block, Limits.BlockHeadroomBytes, Limits.BlockPayloadBytes);

        piece.SendStart.ShouldBeGreaterThanOrEqualTo(0);
        (piece.SendStart + piece.SendCount).ShouldBeLessThanOrEqualTo(block.Length);
        Encoding
            .ASCII.GetString(block, piece.SendStart, 6)
            .ShouldBe($"{Limits.BlockPayloadBytes:X}\r\n");
    }

    [Fact]
    public void A_tracker_that_begins_again_knows_nothing_of_the_last_body()
    {
        var run = new BodyRun(BodyKind.Chunked, -1, BodyTransform.Dechunk);
        run.Feed("5\r\nhel", 3);
        run.Tracker.Begin(BodyKind.Chunked, -1, BodyTransform.None);
        run.Tracker.PayloadBytes.ShouldBe(0);
        byte[] bytes = Encoding.ASCII.GetBytes("0\r\n\r\n");
        run.Tracker.Take(bytes, 0, 5).ShouldBe(new BodyPiece(BodyStatus.Complete, 0, 5, 5));
    }
}
