// Chunk headers end where the payload begins.
using Shouldly;
using Weir.Protocol.Http1.Framing;
using Xunit;

namespace Weir.Tests.Protocol.Http1.Framing;

public class ChunkedEncoderTests
{
    [Theory]
    [InlineData(1, "1\r\n")]
    [InlineData(15, "F\r\n")]
    [InlineData(16, "10\r\n")]
    [InlineData(65536, "10000\r\n")]
    [InlineData(int.MaxValue, "7FFFFFFF\r\n")]
    public void A_header_is_written_against_the_end(int length, string expected)
    {
        byte[] room = new byte[12];
        int written = ChunkedEncoder.WriteHeader(room, length);
        written.ShouldBeLessThanOrEqualTo(ChunkedEncoder.MaxHeaderBytes);
        Wire.Text(room.AsSpan(room.Length - written)).ShouldBe(expected);
        room[..^written].ShouldAllBe(value => value == 0);
    }
}
