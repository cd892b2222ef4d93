// Parses a response head from the bytes so far; stateless like RequestHeadParser. Invalid becomes a 502.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Framing;

namespace Weir.Protocol.Http1.Parsing;

public static class ResponseHeadParser
{
    // "HTTP/1.1 200": what a status line has at least.
    private const int MinLineLength = 12;

    /// <summary>Fills <paramref name="head"/> with the answer to a <paramref name="requestMethod"/> request.</summary>
    public static ResponseParse Parse(
        ReadOnlySpan<byte> bytes,
        HeadLimits limits,
        HttpMethod requestMethod,
        ResponseHead head
    )
    {
        head.Reset();
        var parse = new ResponseParse();
        ReadOnlySpan<byte> window = bytes[..Math.Min(bytes.Length, limits.MaxBytes)];
        ParseStatus status = ParseStatusLine(window, head, ref parse, out int position);
        if (status == ParseStatus.Complete)
        {
            status = FieldSectionParser.Parse(
                window,
                position,
                limits.MaxFields,
                head.Fields,
                out int end,
                out HeadProblem problem
            );
            parse.HeadLength = end;
            if (status == ParseStatus.Invalid)
            {
                status = parse.Refuse(problem.Detail);
            }
        }

        parse.Status = status switch
        {
            ParseStatus.Complete => ReadWhole(window, requestMethod, head, ref parse),
            ParseStatus.NeedMore when bytes.Length >= limits.MaxBytes => parse.Refuse(
                "response head too large"
            ),
            _ => status,
        };
        return parse;
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4). Servers that leave out the space
    // before an empty reason are common enough to be understood.
    private static ParseStatus ParseStatusLine(
        ReadOnlySpan<byte> bytes,
        ResponseHead head,
        ref ResponseParse parse,
        out int end
    )
    {
        end = 0;
        ReadOnlySpan<byte> prefix = "HTTP/1."u8;
        int comparable = Math.Min(bytes.Length, prefix.Length);
        if (!bytes[..comparable].SequenceEqual(prefix[..comparable]))
        {
            return parse.Refuse("not an HTTP/1.x status line");
        }

        int length = Grammar.IndexOutsideFieldValue(bytes);
        if (length < 0)
        {
            return ParseStatus.NeedMore;
        }

        ParseStatus status = LineEnd.Classify(bytes, length, out string detail);
        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Invalid ? parse.Refuse(detail) : status;
        }

        end = length + 2;
        return ReadParts(bytes[..length], head, ref parse);
    }

    private static ParseStatus ReadParts(
        ReadOnlySpan<byte> line,
        ResponseHead head,
        ref ResponseParse parse
    )
    {
        bool isShaped =
            line.Length >= MinLineLength
            && char.IsAsciiDigit((char)line[7])
            && line[8] == ' '
            && !line[9..12].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (line.Length == MinLineLength || line[MinLineLength] == ' ');
        if (!isShaped)
        {
            return parse.Refuse("malformed status line");
        }

        parse.MinorVersion = line[7] == '0' ? 0 : 1;
        head.StatusCode = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        head.ReasonStart = Math.Min(MinLineLength + 1, line.Length);
        head.ReasonLength = line.Length - head.ReasonStart;
        // RFC 9110 §15: values outside 100 to 599 are invalid.
        return head.StatusCode is >= 100 and <= 599
            ? ParseStatus.Complete
            : parse.Refuse("status code out of range");
    }

    private static ParseStatus ReadWhole(
        ReadOnlySpan<byte> source,
        HttpMethod requestMethod,
        ResponseHead head,
        ref ResponseParse parse
    )
    {
        if (!ConnectionField.TryRead(source, head.Fields, out ConnectionOptions options))
        {
            return parse.Refuse("too many connection options");
        }

        MessageFraming framing = BodyFraming.OfResponse(
            source,
            head.Fields,
            parse.MinorVersion,
            requestMethod,
            head.StatusCode
        );
        if (framing.Error != RequestError.None)
        {
            return parse.Refuse(framing.Detail ?? "");
        }

        ConnectionField.EndListed(source, head.Fields, options);
        head.Body = framing.Kind;
        head.ContentLength = framing.ContentLength;
        parse.KeepAlive =
            framing.Kind != BodyKind.UntilClose
            && ConnectionField.Persists(parse.MinorVersion, options);
        parse.OffersConnectionAuth =
            head.StatusCode is 401 or 407 && OffersConnectionAuth(source, head.Fields);
        return ParseStatus.Complete;
    }

    // Challenges are a list whose parameters may hold commas in quotes; a false hit there only costs a pooled
    // connection, so the quotes are not followed.
    private static bool OffersConnectionAuth(ReadOnlySpan<byte> source, FieldTable fields)
    {
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known is not (FieldName.WwwAuthenticate or FieldName.ProxyAuthenticate))
            {
                continue;
            }

            var challenges = new ListReader(field.Value(source));
            while (challenges.TryNext(out ReadOnlySpan<byte> challenge))
            {
                int space = challenge.IndexOfAny((byte)' ', (byte)'\t');
                ReadOnlySpan<byte> scheme = space < 0 ? challenge : challenge[..space];
                if (
                    Ascii.EqualsIgnoreCase(scheme, "ntlm"u8)
                    || Ascii.EqualsIgnoreCase(scheme, "negotiate"u8)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }
}
