// The field lines of a head, up to and including the empty line (RFC 9112 §5), for requests and responses alike.
// Refuses obs-fold, bare CR or LF, space before the colon and every control byte instead of mending them.

using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Parsing;

internal static class FieldSectionParser
{
    /// <summary>Reads from <paramref name="start"/>; on Complete, <paramref name="end"/> is behind the empty line.</summary>
    public static ParseStatus Parse(
        ReadOnlySpan<byte> bytes,
        int start,
        int maxFields,
        FieldTable fields,
        out int end,
        out HeadProblem problem
    )
    {
        int limit = Math.Min(maxFields, fields.Capacity);
        problem = default;
        end = start;
        while (end < bytes.Length)
        {
            ReadOnlySpan<byte> rest = bytes[end..];
            if (rest[0] == '\r')
            {
                ParseStatus status = EndLine(rest, 0, ref problem);
                end += status == ParseStatus.Complete ? 2 : 0;
                return status;
            }

            if (fields.Count == limit)
            {
                problem = new HeadProblem(RequestError.HeadTooLarge, "too many header fields");
                return ParseStatus.Invalid;
            }

            ParseStatus line = ParseLine(rest, end, fields, out int length, ref problem);
            if (line != ParseStatus.Complete)
            {
                return line;
            }

            end += length;
        }

        return ParseStatus.NeedMore;
    }

    private static ParseStatus ParseLine(
        ReadOnlySpan<byte> rest,
        int offset,
        FieldTable fields,
        out int length,
        ref HeadProblem problem
    )
    {
        length = 0;
        int nameLength = rest.IndexOfAnyExcept(Grammar.Token);
        if (nameLength < 0)
        {
            return ParseStatus.NeedMore;
        }

        if (nameLength == 0 || rest[nameLength] != ':')
        {
            problem = HeadProblem.Malformed(DescribeBadName(rest[nameLength], nameLength));
            return ParseStatus.Invalid;
        }

        int valueStart = nameLength + 1;
        int valueLength = Grammar.IndexOutsideFieldValue(rest[valueStart..]);
        if (valueLength < 0)
        {
            return ParseStatus.NeedMore;
        }

        int lineEnd = valueStart + valueLength;
        ParseStatus status = EndLine(rest, lineEnd, ref problem);
        if (status != ParseStatus.Complete)
        {
            return status;
        }

        length = lineEnd + 2;
        int last = lineEnd;
        while (valueStart < last && Grammar.IsWhitespace(rest[valueStart]))
        {
            valueStart++;
        }

        while (last > valueStart && Grammar.IsWhitespace(rest[last - 1]))
        {
            last--;
        }

        FieldName known = FieldNames.Find(rest[..nameLength]);
        fields.Add(offset, nameLength, offset + valueStart, last - valueStart, known);
        return ParseStatus.Complete;
    }

    private static ParseStatus EndLine(ReadOnlySpan<byte> rest, int at, ref HeadProblem problem)
    {
        if (LineEnd.IsAt(rest, at))
        {
            return ParseStatus.Complete;
        }

        ParseStatus status = LineEnd.Classify(rest, at, out string detail);
        problem = status == ParseStatus.Invalid ? HeadProblem.Malformed(detail) : default;
        return status;
    }

    private static string DescribeBadName(byte found, int nameLength) =>
        (found, nameLength) switch
        {
            ((byte)' ' or (byte)'\t', 0) => "folded header field",
            ((byte)' ' or (byte)'\t', _) => "space before colon",
            ((byte)':', _) => "empty field name",
            ((byte)'\n', _) => "bare LF",
            ((byte)'\r', _) => "field line without colon",
            _ => "forbidden byte in field name",
        };
}
