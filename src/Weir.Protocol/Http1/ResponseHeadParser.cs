// Parses a response head from the bytes so far; stateless like RequestHeadParser. Invalid becomes a 502.
using System.Text;

namespace Weir.Protocol.Http1;

public static class ResponseHeadParser
{
    // "HTTP/1.1 200": what a status line has at least.
    private const int MinLineLength = 12;

    /// <summary>Fills <paramref name="head"/> with the answer to a <paramref name="requestMethod"/> request.</summary>
    public static ParseStatus Parse(
        ReadOnlySpan<byte> bytes,
        HeadLimits limits,
        HttpMethod requestMethod,
        ResponseHead head
    )
    {
        head.Reset();
        ReadOnlySpan<byte> window = bytes[..Math.Min(bytes.Length, limits.MaxBytes)];
        ParseStatus status = ParseStatusLine(window, head, out int position);
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
            head.HeadLength = end;
            if (status == ParseStatus.Invalid)
            {
                return head.Refuse(problem.Detail);
            }
        }

        return status switch
        {
            ParseStatus.Complete => Judge(window, requestMethod, head),
            ParseStatus.NeedMore when bytes.Length >= limits.MaxBytes => head.Refuse(
                "response head too large"
            ),
            _ => status,
        };
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4). Servers that leave out the space
    // before an empty reason are common enough to be understood.
    private static ParseStatus ParseStatusLine(
        ReadOnlySpan<byte> bytes,
        ResponseHead head,
        out int end
    )
    {
        end = 0;
        ReadOnlySpan<byte> prefix = "HTTP/1."u8;
        int comparable = Math.Min(bytes.Length, prefix.Length);
        if (!bytes[..comparable].SequenceEqual(prefix[..comparable]))
        {
            return head.Refuse("not an HTTP/1.x status line");
        }

        int length = bytes.IndexOfAny(Grammar.NotInFieldValue);
        if (length < 0)
        {
            return ParseStatus.NeedMore;
        }

        ParseStatus status = Grammar.LineEnd(bytes, length, out string detail);
        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Invalid ? head.Refuse(detail) : status;
        }

        end = length + 2;
        return ReadParts(bytes[..length], head);
    }

    private static ParseStatus ReadParts(ReadOnlySpan<byte> line, ResponseHead head)
    {
        bool isShaped =
            line.Length >= MinLineLength
            && char.IsAsciiDigit((char)line[7])
            && line[8] == ' '
            && !line[9..12].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (line.Length == MinLineLength || line[MinLineLength] == ' ');
        if (!isShaped)
        {
            return head.Refuse("malformed status line");
        }

        head.MinorVersion = line[7] == '0' ? 0 : 1;
        head.StatusCode = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        head.ReasonStart = Math.Min(MinLineLength + 1, line.Length);
        head.ReasonLength = line.Length - head.ReasonStart;
        // RFC 9110 §15: values outside 100 to 599 are invalid.
        return head.StatusCode is >= 100 and <= 599
            ? ParseStatus.Complete
            : head.Refuse("status code out of range");
    }

    private static ParseStatus Judge(
        ReadOnlySpan<byte> source,
        HttpMethod requestMethod,
        ResponseHead head
    )
    {
        if (!ConnectionField.TryRead(source, head.Fields, out ConnectionOptions options))
        {
            return head.Refuse("too many connection options");
        }

        Framing framing = BodyFraming.OfResponse(
            source,
            head.Fields,
            head.MinorVersion,
            requestMethod,
            head.StatusCode
        );
        if (framing.Error != RequestError.None)
        {
            return head.Refuse(framing.Detail ?? "");
        }

        head.Options = options;
        head.Body = framing.Kind;
        head.ContentLength = framing.ContentLength;
        head.KeepAlive =
            framing.Kind != BodyKind.UntilClose
            && ConnectionField.Persists(head.MinorVersion, options);
        head.OffersConnectionAuth =
            head.StatusCode is 401 or 407 && OffersConnectionAuth(source, head.Fields);
        return ParseStatus.Complete;
    }

    // Challenges are a list whose parameters may hold commas in quotes; a false hit there only costs a pooled
    // connection, so the quotes are not followed.
    private static bool OffersConnectionAuth(ReadOnlySpan<byte> source, HeaderFields fields)
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
