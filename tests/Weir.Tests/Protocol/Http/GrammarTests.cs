// The grammar's quick ways say what the slow ones say: bytes that end a value, tokens without case.
using Shouldly;
using Weir.Protocol.Http;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class GrammarTests
{
    private const int LongerThanTwoVectors = 40;

    [Fact]
    public void Every_byte_that_spoils_a_value_is_found_wherever_it_stands()
    {
        Span<byte> value = stackalloc byte[LongerThanTwoVectors];
        for (int length = 0; length <= value.Length; length++)
        {
            for (int spoiler = 0; spoiler <= byte.MaxValue; spoiler++)
            {
                for (int at = 0; at < length; at++)
                {
                    value.Fill((byte)'a');
                    value[at] = (byte)spoiler;
                    int expected = Grammar.IsFieldValueByte((byte)spoiler) ? -1 : at;
                    Grammar.IndexOutsideFieldValue(value[..length]).ShouldBe(expected);
                }
            }
        }
    }

    [Fact]
    public void Of_two_bytes_that_spoil_a_value_the_first_is_told()
    {
        Grammar.IndexOutsideFieldValue("a\t\u00e9b\r\n"u8).ShouldBe(5);
        Grammar.IndexOutsideFieldValue("0123456789abcdef0\r0\n"u8).ShouldBe(17);
    }

    [Theory]
    [InlineData("te")]
    [InlineData("Host")]
    [InlineData("Upgrade")]
    [InlineData("X-Forwarded-For")]
    [InlineData("Strict-Transport-Security")]
    public void A_token_is_the_same_in_any_case_and_with_no_other_byte(string text)
    {
        byte[] known = Wire.Bytes(text);
        Grammar.IsSameToken(Wire.Bytes(text.ToUpperInvariant()), known).ShouldBeTrue();
        Grammar.IsSameToken(known.AsSpan(1), known).ShouldBeFalse();
        for (int i = 0; i < known.Length; i++)
        {
            for (int other = 0; other <= byte.MaxValue; other++)
            {
                byte[] token = [.. known];
                token[i] = (byte)other;
                if (Grammar.IsToken(token))
                {
                    bool isSame =
                        char.ToLowerInvariant((char)known[i]) == char.ToLowerInvariant((char)other);
                    Grammar.IsSameToken(token, known).ShouldBe(isSame, $"byte {i} as {other}");
                }
            }
        }
    }
}
