// Chunked bodies: passing on and decoding agree, and what is accepted reads alike by the simplest reader there is.
using System.Globalization;
using System.Text;
using Weir.Protocol.Http1.Framing;
using static Weir.Fuzz.Targets.FuzzFailureException;

namespace Weir.Fuzz.Targets;

internal static class ChunkedTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        var scanner = default(ChunkedDecoder);
        ChunkedStatus status = scanner.Scan(data, out int consumed);
        byte[] copy = data.ToArray();
        var decoder = default(ChunkedDecoder);
        ChunkedStatus decoded = decoder.Decode(copy, out int taken, out int written);
        Expect(decoded == status && taken == consumed, "decoding and passing on disagree");
        Expect(written == scanner.PayloadBytes, $"{written} bytes, {scanner.PayloadBytes} counted");
        Expect(decoder.PayloadBytes == written, "decoding miscounts");
        Expect(status != ChunkedStatus.NeedMore || consumed == data.Length, "bytes are left");

        ChunkedStatus again = scanner.Scan("0\r\n\r\n"u8, out int more);
        bool isOver = status != ChunkedStatus.NeedMore;
        Expect(!isOver || (again == status && more == 0), "what is over goes on");
        if (status == ChunkedStatus.Done)
        {
            CheckBySimpleReader(data[..consumed], copy.AsSpan(0, written));
        }
    }

    private static void CheckBySimpleReader(ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        string text = Encoding.Latin1.GetString(body);
        var read = new StringBuilder();
        int position = 0;
        while (true)
        {
            int end = text.IndexOf("\r\n", position, StringComparison.Ordinal);
            string digits = text[position..end].Split(';')[0].TrimEnd(' ', '\t');
            int size = int.Parse(
                digits,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture
            );
            position = end + 2;
            if (size == 0)
            {
                break;
            }

            read.Append(text, position, size);
            position += size + 2;
            Expect(text[(position - 2)..position] == "\r\n", "no line end behind the data");
        }

        Expect(read.ToString() == Encoding.Latin1.GetString(payload), "the payload is another");
        string trailers = text[position..];
        Expect(
            trailers == "\r\n"
                || trailers.IndexOf("\r\n\r\n", StringComparison.Ordinal) == trailers.Length - 4,
            "the end is elsewhere"
        );
    }
}
