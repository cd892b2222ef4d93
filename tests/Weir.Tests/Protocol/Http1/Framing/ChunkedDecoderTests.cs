// Chunked bodies: the grammar to the letter, the end found exactly, the same answer however the bytes are cut.
using System.Text;
using CsCheck;
using Shouldly;
using Weir.Protocol.Http1.Framing;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Protocol.Http1.Framing;

public class ChunkedDecoderTests
{
    private static readonly string[] ValidBodies =
    [
        "0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\r\n",
        "00A\r\n0123456789\r\n1\r\n\n\r\n000\r\n\r\n",
        "5;a\r\nhello\r\n0;b=c\r\n\r\n",
        "5 ;\ta = \"q;\\\"\\\\ \u00e9\" ;c;d=e \t;f\r\nhello\r\n0\r\n\r\n",
        "5;a=\"\"\r\nhello\r\n0\r\nX-Sum: 1\r\nY:\r\nA-Very-Long-Trailer-Name-Indeed: \tcaf\u00e9\t\r\n\r\n",
    ];

    private static readonly Gen<byte[][]> Payloads = Gen.Byte.Array[1, 40].Array[0, 8];

    [Fact]
    public void The_end_is_found_exactly_and_what_follows_is_left_alone()
    {
        foreach (string text in ValidBodies)
        {
            var decoder = default(ChunkedDecoder);
            decoder
                .Scan(Wire.Bytes(text + "GET /"), out int consumed)
                .ShouldBe(ChunkedStatus.Done, text);
            consumed.ShouldBe(text.Length);
            decoder.Scan("x"u8, out consumed).ShouldBe(ChunkedStatus.Done);
            consumed.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("x\r\n", 0)]
    [InlineData(" 5\r\n", 0)]
    [InlineData("-5\r\n", 0)]
    [InlineData("+5\r\n", 0)]
    [InlineData("0x5\r\n", 1)]
    [InlineData("5 \r\n", 2)]
    [InlineData("5\t\r\n", 2)]
    [InlineData("5\n", 1)]
    [InlineData("5\rx", 2)]
    [InlineData("5 5\r\n", 2)]
    [InlineData("5,5\r\n", 1)]
    [InlineData("5;\r\n", 2)]
    [InlineData("5;;\r\n", 2)]
    [InlineData("5;a \r\n", 4)]
    [InlineData("5;a=\r\n", 4)]
    [InlineData("5;=a\r\n", 2)]
    [InlineData("5;a==\r\n", 4)]
    [InlineData("5;a b\r\n", 4)]
    [InlineData("5;a\n", 3)]
    [InlineData("5;a\0\r\n", 3)]
    [InlineData("5;a=b\n", 5)]
    [InlineData("5;a=b\"\r\n", 5)]
    [InlineData("5;a=\"b\n", 6)]
    [InlineData("5;a=\"b\r\n", 6)]
    [InlineData("5;a=\"\\\n", 6)]
    [InlineData("5;a=\"b\"c\r\n", 7)]
    [InlineData("5;a=\"b\"\n", 7)]
    [InlineData("00000000000000005\r\n", 16)]
    [InlineData("8000000000000000\r\n", 15)]
    [InlineData("FFFFFFFFFFFFFFFF\r\n", 15)]
    [InlineData("1\r\nab\r\n", 4)]
    [InlineData("1\r\na\n", 4)]
    [InlineData("1\r\na\rb", 5)]
    [InlineData("0\r\n\n", 3)]
    [InlineData("0\r\n\rx", 4)]
    [InlineData("0\r\n X: y\r\n", 3)]
    [InlineData("0\r\nX: y\r\n z\r\n", 9)]
    [InlineData("0\r\nX : y\r\n", 4)]
    [InlineData("0\r\n: y\r\n", 3)]
    [InlineData("0\r\nX\r\n", 4)]
    [InlineData("0\r\nX: y\n", 7)]
    [InlineData("0\r\nX: y\rz", 8)]
    [InlineData("0\r\nX: y\0", 7)]
    public void The_first_byte_that_cannot_stand_there_is_refused(string text, int at)
    {
        var decoder = default(ChunkedDecoder);
        ChunkedStatus status = decoder.Scan(Wire.Bytes(text), out int consumed);
        status.ShouldBe(text.Length == 0 ? ChunkedStatus.NeedMore : ChunkedStatus.Invalid);
        consumed.ShouldBe(at);
        if (status == ChunkedStatus.Invalid)
        {
            decoder.Scan("0\r\n\r\n"u8, out consumed).ShouldBe(ChunkedStatus.Invalid);
            consumed.ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("transfer-encoding")]
    [InlineData("HOST")]
    public void A_trailer_that_frames_or_routes_is_refused(string name)
    {
        string text = "0\r\nA: b\r\n" + name + ": 5\r\n\r\n";
        Scan(text).ShouldBe(ChunkedStatus.Invalid);
        // What came before it may pass; without the end of the trailers nobody takes it for a whole body.
        PassOn(text, text.Length, out ChunkedStatus status).ShouldBe("0\r\nA: b\r\n");
        status.ShouldBe(ChunkedStatus.Invalid);
    }

    [Fact]
    public void Extensions_and_trailers_have_limits()
    {
        Scan("5;" + new string('a', 1023) + "\r\nhello\r\n0\r\n\r\n").ShouldBe(ChunkedStatus.Done);
        Scan("5;" + new string('a', 1025) + "\r\nhello\r\n0\r\n\r\n")
            .ShouldBe(ChunkedStatus.Invalid);
        // It is the first byte beyond the limit that is refused.
        var decoder = default(ChunkedDecoder);
        decoder.Scan(Wire.Bytes("5;" + new string('a', 2000)), out int consumed);
        consumed.ShouldBe(1 + 1024 + 1);
        string line = "X: " + new string('a', 995) + "\r\n";
        Scan("0\r\n" + string.Concat(Enumerable.Repeat(line, 8)) + "\r\n")
            .ShouldBe(ChunkedStatus.Done);
        Scan("0\r\n" + string.Concat(Enumerable.Repeat(line, 9)) + "\r\n")
            .ShouldBe(ChunkedStatus.Invalid);
    }

    [Fact]
    public void Sizes_may_be_huge_but_their_sum_stays_a_long()
    {
        var decoder = default(ChunkedDecoder);
        decoder
            .Scan("1\r\na\r\n7FFFFFFFFFFFFFFE\r\nabc"u8, out int consumed)
            .ShouldBe(ChunkedStatus.NeedMore);
        consumed.ShouldBe(27);
        decoder.PayloadBytes.ShouldBe(4);
        decoder = default;
        decoder.Scan("1\r\na\r\n7FFFFFFFFFFFFFFF\r\n"u8, out _).ShouldBe(ChunkedStatus.Invalid);
        decoder = default;
        decoder.Scan("7FFFFFFFFFFFFFFF\r\na"u8, out _).ShouldBe(ChunkedStatus.NeedMore);
    }

    [Fact]
    public void Every_split_gives_the_same_end_and_payload()
    {
        foreach (string text in ValidBodies)
        {
            string payload = Decode(Wire.Bytes(text), [text.Length]);
            for (int first = 0; first <= text.Length; first++)
            {
                for (int second = first; second <= text.Length; second++)
                {
                    Decode(Wire.Bytes(text), [first, second, text.Length]).ShouldBe(payload);
                }
            }
        }
    }

    [Fact]
    public void What_is_encoded_decodes_to_itself_in_any_pieces()
    {
        Gen.Select(Payloads, Gen.Int[0, 400].Array[0, 6])
            .Sample(
                (chunks, cuts) =>
                {
                    byte[] encoded = Encode(chunks);
                    byte[] payload = [.. chunks.SelectMany(chunk => chunk)];
                    int[] ends =
                    [
                        .. cuts.Where(cut => cut < encoded.Length).Order(),
                        encoded.Length,
                    ];
                    Decode(encoded, ends).ShouldBe(Wire.Text(payload));
                },
                iter: 2000
            );
    }

    [Fact]
    public void Random_bytes_give_the_same_verdict_in_one_piece_or_many()
    {
        Gen<string> piece = Gen.OneOf(
            "0",
            "5",
            "a",
            ";",
            "=",
            "\"",
            "\r\n",
            "\n",
            "\r",
            " ",
            "\\",
            ":",
            "hello",
            "\0"
        );
        Gen.Select(piece.Array[0, 20], Payloads)
            .Sample(
                (pieces, _) =>
                {
                    byte[] source = Wire.Bytes(string.Concat(pieces));
                    var whole = default(ChunkedDecoder);
                    ChunkedStatus expected = whole.Scan(source, out int consumed);
                    var bytewise = default(ChunkedDecoder);
                    ChunkedStatus status = ChunkedStatus.NeedMore;
                    int position = 0;
                    while (position < source.Length && status == ChunkedStatus.NeedMore)
                    {
                        status = bytewise.Scan(source.AsSpan(position, 1), out int one);
                        position += one;
                    }

                    status.ShouldBe(expected);
                    position.ShouldBe(consumed);
                    bytewise.PayloadBytes.ShouldBe(whole.PayloadBytes);
                },
                iter: 3000
            );
    }

    [Theory]
    [InlineData("Trailer")]
    [InlineData("Connection")]
    [InlineData("keep-alive")]
    [InlineData("Proxy-Connection")]
    [InlineData("TE")]
    [InlineData("Upgrade")]
    [InlineData("Content-Type")]
    [InlineData("Content-Encoding")]
    [InlineData("Content-Range")]
    [InlineData("Authorization")]
    [InlineData("Proxy-Authorization")]
    [InlineData("Proxy-Authentication-Info")]
    [InlineData("Cookie")]
    [InlineData("SET-COOKIE")]
    [InlineData("Expect")]
    [InlineData("Max-Forwards")]
    [InlineData("If-Unmodified-Since")]
    [InlineData("Cache-Control")]
    [InlineData("Date")]
    [InlineData("Location")]
    [InlineData("Via")]
    [InlineData("Forwarded")]
    [InlineData("X-Request-Id")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x_forwarded_something-very-long-indeed")]
    public void A_trailer_that_has_no_place_there_is_left_out_at_every_split(string name)
    {
        string text = $"5\r\nhello\r\n0\r\nA: b\r\n{name}: 5\r\nX-Sum: 1\r\n{name}:\r\n\r\n";
        for (int split = 0; split <= text.Length; split++)
        {
            PassOn(text, split, out ChunkedStatus status)
                .ShouldBe("5\r\nhello\r\n0\r\nA: b\r\nX-Sum: 1\r\n\r\n", $"split at {split}");
            status.ShouldBe(ChunkedStatus.Done);
        }
    }

    [Fact]
    public void Everything_else_passes_on_byte_for_byte_at_every_split()
    {
        foreach (string text in ValidBodies)
        {
            for (int split = 0; split <= text.Length; split++)
            {
                PassOn(text, split, out ChunkedStatus status).ShouldBe(text);
                status.ShouldBe(ChunkedStatus.Done);
            }
        }
    }

    [Fact]
    public void Scanning_and_decoding_allocate_nothing()
    {
        byte[] source = Wire.Bytes(ValidBodies[5]);
        byte[] scratch = new byte[source.Length];
        AllocatedBytes
            .Of(
                () =>
                {
                    var decoder = default(ChunkedDecoder);
                    decoder.Scan(source, out _);
                    source.CopyTo(scratch, 0);
                    decoder = default;
                    decoder.PassOn(scratch, 0, scratch.Length, out _, out _, out _);
                    source.CopyTo(scratch, 0);
                    decoder = default;
                    decoder.Decode(scratch, out _, out _);
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }

    private static ChunkedStatus Scan(string text)
    {
        var decoder = default(ChunkedDecoder);
        return decoder.Scan(Wire.Bytes(text), out _);
    }

    // In two pieces, each with room before it as in a block.
    private static string PassOn(string text, int split, out ChunkedStatus status)
    {
        var decoder = default(ChunkedDecoder);
        string sent = "";
        status = ChunkedStatus.NeedMore;
        foreach (string piece in (string[])[text[..split], text[split..]])
        {
            byte[] room = new byte[ChunkedDecoder.MaxHeldBytes + piece.Length];
            Wire.Bytes(piece).CopyTo(room, ChunkedDecoder.MaxHeldBytes);
            status = decoder.PassOn(
                room,
                ChunkedDecoder.MaxHeldBytes,
                piece.Length,
                out int consumed,
                out int start,
                out int count
            );
            sent += Wire.Text(room.AsSpan(start, count));
            consumed.ShouldBe(status == ChunkedStatus.Invalid ? consumed : piece.Length);
        }

        return sent;
    }

    private static byte[] Encode(byte[][] chunks)
    {
        var body = new List<byte>();
        byte[] header = new byte[ChunkedEncoder.MaxHeaderBytes];
        foreach (byte[] chunk in chunks)
        {
            int length = ChunkedEncoder.WriteHeader(header, chunk.Length);
            body.AddRange(header[^length..]);
            body.AddRange(chunk);
            body.AddRange(ChunkedEncoder.ChunkEnd);
        }

        body.AddRange(ChunkedEncoder.LastChunk);
        return [.. body];
    }

    // Feeds the bytes up to each end in turn; all but the last call must want more.
    private static string Decode(byte[] encoded, int[] ends)
    {
        var decoder = default(ChunkedDecoder);
        var payload = new StringBuilder();
        int start = 0;
        ChunkedStatus status = ChunkedStatus.NeedMore;
        foreach (int end in ends)
        {
            byte[] piece = encoded[start..end];
            status.ShouldBe(start < encoded.Length ? ChunkedStatus.NeedMore : ChunkedStatus.Done);
            status = decoder.Decode(piece, out int consumed, out int written);
            consumed.ShouldBe(piece.Length);
            payload.Append(Wire.Text(piece.AsSpan(0, written)));
            start = end;
        }

        status.ShouldBe(ChunkedStatus.Done);
        decoder.PayloadBytes.ShouldBe(payload.Length);
        return payload.ToString();
    }
}
