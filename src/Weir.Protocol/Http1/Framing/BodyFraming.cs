// The one place that decides where a message body ends: RFC 9112 §6 as a table, clause by clause, for both directions.
// Where the RFC lets a recipient guess, it refuses: a guess is what request smuggling lives on.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Framing;

public static class BodyFraming
{
    private const string BothFields = "Content-Length with Transfer-Encoding";
    private const string CodingInHttp10 = "Transfer-Encoding in HTTP/1.0";
    private const string BadCoding = "malformed Transfer-Encoding";
    private const string BadLength = "malformed Content-Length";
    private const string OtherCoding = "transfer coding other than chunked";

    /// <summary>How the body of a request ends (RFC 9112 §6.3).</summary>
    public static MessageFraming OfRequest(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        int minorVersion
    )
    {
        bool hasLength = fields.Contains(FieldName.ContentLength);
        TransferCoding coding = ReadCoding(source, fields);
        return (coding, hasLength) switch
        {
            // §6.1: the framing of an HTTP/1.0 message with Transfer-Encoding is faulty.
            (not TransferCoding.Absent, _) when minorVersion == 0 => MessageFraming.Refused(
                CodingInHttp10
            ),
            // §6.1, §6.3 item 3: both fields together ought to be handled as an error.
            (not TransferCoding.Absent, true) => MessageFraming.Refused(BothFields),
            (TransferCoding.Malformed, _) => MessageFraming.Refused(BadCoding),
            // §6.1: a coding that is not understood is answered with 501.
            (TransferCoding.Other, _) => MessageFraming.Refused(
                OtherCoding,
                RequestError.UnsupportedTransferCoding
            ),
            // §6.3 item 4.
            (TransferCoding.Chunked, _) => MessageFraming.Of(BodyKind.Chunked),
            // §6.3 items 5 and 6. Even equal duplicates are refused in a request.
            (TransferCoding.Absent, true) => OfLength(source, fields, allowEqual: false),
            // §6.3 item 7.
            _ => MessageFraming.Of(BodyKind.None),
        };
    }

    /// <summary>
    /// How the body of the response to <paramref name="requestMethod"/> ends (RFC 9112 §6.3). Where there is none, a coding
    /// means nothing; a length is what a GET would have got.
    /// </summary>
    public static MessageFraming OfResponse(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        int minorVersion,
        HttpMethod requestMethod,
        int statusCode
    )
    {
        // §6.3 item 1, §6.1, RFC 9110 §8.6: these never have a body, and what they declare means nothing.
        if (statusCode is (>= 100 and <= 199) or 204)
        {
            return MessageFraming.Of(BodyKind.None);
        }

        bool hasLength = fields.Contains(FieldName.ContentLength);
        TransferCoding coding = ReadCoding(source, fields);
        // §6.3 item 1: no body whatever the fields say. Beside a coding the length is removed (§6.3 item 3).
        if (requestMethod == HttpMethod.Head || statusCode == 304)
        {
            return coding == TransferCoding.Absent && hasLength
                ? OfLength(source, fields, allowEqual: true) with
                {
                    Kind = BodyKind.None,
                }
                : MessageFraming.Of(BodyKind.None);
        }

        return (coding, hasLength) switch
        {
            (not TransferCoding.Absent, _) when minorVersion == 0 => MessageFraming.Refused(
                CodingInHttp10
            ),
            (not TransferCoding.Absent, true) => MessageFraming.Refused(BothFields),
            (TransferCoding.Malformed, _) => MessageFraming.Refused(BadCoding),
            (TransferCoding.Other, _) => MessageFraming.Refused(OtherCoding),
            (TransferCoding.Chunked, _) => MessageFraming.Of(BodyKind.Chunked),
            // §6.3 item 5 lets a proxy use the one value that all copies agree on.
            (TransferCoding.Absent, true) => OfLength(source, fields, allowEqual: true),
            // §6.3 item 8.
            _ => MessageFraming.Of(BodyKind.UntilClose),
        };
    }

    private static MessageFraming OfLength(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        bool allowEqual
    )
    {
        long length = -1;
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known != FieldName.ContentLength)
            {
                continue;
            }

            long value = ParseLength(field.Value(source));
            if (value < 0)
            {
                return MessageFraming.Refused(BadLength);
            }

            if (length >= 0 && (!allowEqual || length != value))
            {
                return MessageFraming.Refused("repeated Content-Length");
            }

            length = value;
        }

        return MessageFraming.Of(BodyKind.ContentLength, length);
    }

    // 1*DIGIT (RFC 9110 §8.6): no sign, no list, no overflow. -1 for anything else.
    private static long ParseLength(ReadOnlySpan<byte> text)
    {
        long value = text.IsEmpty ? -1 : 0;
        foreach (byte digit in text)
        {
            int number = digit - '0';
            if ((uint)number > 9 || value > (long.MaxValue - number) / 10)
            {
                return -1;
            }

            value = (value * 10) + number;
        }

        return value;
    }

    private static TransferCoding ReadCoding(ReadOnlySpan<byte> source, FieldTable fields)
    {
        var result = TransferCoding.Absent;
        if (fields.Contains(FieldName.TransferEncoding))
        {
            foreach (ref readonly FieldRange field in fields.AsSpan())
            {
                if (field.Known == FieldName.TransferEncoding)
                {
                    result =
                        result == TransferCoding.Absent
                            ? ReadCodings(field.Value(source))
                            : TransferCoding.Malformed;
                }
            }
        }

        return result;
    }

    private static TransferCoding ReadCodings(ReadOnlySpan<byte> value)
    {
        bool chunked = false;
        bool other = false;
        var list = new ListReader(value);
        while (list.TryNext(out ReadOnlySpan<byte> element))
        {
            int semicolon = element.IndexOf((byte)';');
            ReadOnlySpan<byte> name =
                semicolon < 0 ? element : Grammar.TrimWhitespace(element[..semicolon]);
            bool isChunked = Ascii.EqualsIgnoreCase(name, "chunked"u8);
            // chunked has no parameters and is the last coding (§7.1, §6.1): else nobody knows where the body ends (§6.3 item 4).
            if (!Grammar.IsToken(name) || chunked || (isChunked && semicolon >= 0))
            {
                return TransferCoding.Malformed;
            }

            chunked |= isChunked;
            other |= !isChunked;
        }

        return other ? TransferCoding.Other : TransferCoding.Chunked;
    }
}
