// Ids are written as the library would write them.
using System.Globalization;
using System.Text;
using Weir.Protocol.Http;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class HexadecimalTests
{
    [Theory]
    [InlineData(0UL, "0000000000000000")]
    [InlineData(ulong.MaxValue, "ffffffffffffffff")]
    [InlineData(0x0123_4567_89AB_CDEFUL, "0123456789abcdef")]
    [InlineData(0xFEDC_BA98_7654_3210UL, "fedcba9876543210")]
    [InlineData(1UL << 63, "8000000000000000")]
    public void Digits_go_from_the_highest_to_the_lowest(ulong value, string text) =>
        Assert.Equal(text, Written(value));

    [Fact]
    public void Any_number_reads_as_the_library_writes_it()
    {
        var rng = new Rng(11);
        for (int i = 0; i < 1000; i++)
        {
            ulong value = rng.Next();
            Assert.Equal(value.ToString("x16", CultureInfo.InvariantCulture), Written(value));
        }
    }

    private static string Written(ulong value)
    {
        Span<byte> text = stackalloc byte[Hexadecimal.DigitsOf64Bits];
        Hexadecimal.Write(value, text);
        return Encoding.ASCII.GetString(text);
    }
}
