// Parses a request head from the bytes so far. Stateless: with more bytes it is called again from the start, so a
// session keeps nothing between calls. Strict where RFC 9112 lets a recipient be lenient.
using System.Buffers;
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Framing;

namespace Weir.Protocol.Http1.Parsing;

public static class RequestHeadParser
{
    private const int MaxRequestIdBytes = 128;

    private static readonly SearchValues<byte> RequestIdBytes = SearchValues.Create(
        "!#$%&'*+-./:=@^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    /// <summary>
    /// Fills <paramref name="head"/>. Invalid comes as early as the bytes prove it: a line is checked once it is there,
    /// a forbidden byte at once. Bytes after the head are left alone.
    /// </summary>
    public static RequestParse Parse(ReadOnlySpan<byte> bytes, HeadLimits limits, RequestHead head)
    {
        head.Reset();
        var parse = new RequestParse();
        ReadOnlySpan<byte> window = bytes[..Math.Min(bytes.Length, limits.MaxBytes)];
        bool hasLine = false;
        ParseStatus status = SkipEmptyLines(window, ref parse, out int position);
        if (status == ParseStatus.Complete)
        {
            status = RequestLineParser.Parse(window, position, head, ref parse, out position);
            hasLine = status == ParseStatus.Complete;
        }

        if (hasLine)
        {
            status = ParseFields(window, position, limits.MaxFields, head, ref parse);
        }

        if (status == ParseStatus.NeedMore && bytes.Length >= limits.MaxBytes)
        {
            status = hasLine
                ? parse.Refuse(RequestError.HeadTooLarge, "request head too large")
                : parse.Refuse(RequestError.TargetTooLong, "request line too long");
        }

        parse.Status = status;
        return parse;
    }

    // RFC 9112 §2.2: empty lines before the request line are ignored.
    private static ParseStatus SkipEmptyLines(
        ReadOnlySpan<byte> window,
        ref RequestParse parse,
        out int position
    )
    {
        position = 0;
        while (position < window.Length && window[position] is (byte)'\r' or (byte)'\n')
        {
            ParseStatus status = LineEnd.Classify(window, position, out string detail);
            if (status != ParseStatus.Complete)
            {
                return status == ParseStatus.Invalid
                    ? parse.Refuse(RequestError.Malformed, detail)
                    : status;
            }

            position += 2;
        }

        return position < window.Length ? ParseStatus.Complete : ParseStatus.NeedMore;
    }

    private static ParseStatus ParseFields(
        ReadOnlySpan<byte> window,
        int position,
        int maxFields,
        RequestHead head,
        ref RequestParse parse
    )
    {
        ParseStatus status = FieldSectionParser.Parse(
            window,
            position,
            maxFields,
            head.Fields,
            out int end,
            out HeadProblem problem
        );
        if (status == ParseStatus.Invalid)
        {
            return parse.Refuse(problem.Error, problem.Detail);
        }

        if (status == ParseStatus.Complete)
        {
            parse.HeadLength = end;
            return ReadWhole(window, head, ref parse);
        }

        return status;
    }

    // What only the whole head can tell: host, persistence, body, expectations.
    private static ParseStatus ReadWhole(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ref RequestParse parse
    )
    {
        if (!TryReadHost(source, head, parse, out string detail))
        {
            return parse.Refuse(RequestError.Malformed, detail);
        }

        if (!ConnectionField.TryRead(source, head.Fields, out ConnectionOptions options))
        {
            return parse.Refuse(RequestError.Malformed, "too many connection options");
        }

        MessageFraming framing = BodyFraming.OfRequest(source, head.Fields, parse.MinorVersion);
        if (framing.Error != RequestError.None)
        {
            return parse.Refuse(framing.Error, framing.Detail ?? "");
        }

        ConnectionField.EndListed(source, head.Fields, options);
        head.Body = framing.Kind;
        head.ContentLength = framing.ContentLength;
        parse.KeepAlive = ConnectionField.Persists(parse.MinorVersion, options);
        if (parse.MinorVersion >= 1)
        {
            ReadExpectations(source, head, options);
        }
        else
        {
            // RFC 9110 §10.1.1: the client could not read the 100 that this would call forth.
            head.Fields.EndHere(FieldName.Expect);
        }

        ReadRequestId(source, head);
        return ParseStatus.Complete;
    }

    // RFC 9112 §3.2: exactly one valid Host in HTTP/1.1. An absolute-form target's authority wins over it (§3.2.2).
    private static bool TryReadHost(
        ReadOnlySpan<byte> source,
        RequestHead head,
        in RequestParse parse,
        out string detail
    )
    {
        detail = "";
        int count = 0;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (field.Known != FieldName.Host)
            {
                continue;
            }

            if (++count > 1)
            {
                detail = "repeated Host";
                return false;
            }

            if (!Authority.IsValid(field.Value(source)))
            {
                detail = "malformed Host";
                return false;
            }

            if (!parse.IsAbsoluteForm)
            {
                head.HostStart = field.ValueStart;
                head.HostLength = field.ValueLength;
            }
        }

        detail = "missing Host";
        return count == 1 || parse.MinorVersion == 0;
    }

    private static void ReadExpectations(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ConnectionOptions options
    )
    {
        int expect = head.Fields.IndexOf(FieldName.Expect);
        head.ExpectsContinue =
            expect >= 0
            && Ascii.EqualsIgnoreCase(head.Fields[expect].Value(source), "100-continue"u8);

        if (
            !head.Fields.Contains(FieldName.Upgrade)
            || (options & ConnectionOptions.Upgrade) == ConnectionOptions.None
        )
        {
            return;
        }

        head.WantsUpgrade = true;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (
                field.Known == FieldName.Upgrade
                && ListReader.Contains(field.Value(source), "h2c"u8)
            )
            {
                head.WantsUpgrade = false;
            }
        }
    }

    private static void ReadRequestId(ReadOnlySpan<byte> source, RequestHead head)
    {
        int count = 0;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (field.Known == FieldName.XRequestId)
            {
                count++;
                head.RequestIdStart = field.ValueStart;
                head.RequestIdLength = field.ValueLength;
            }
        }

        bool isSane =
            count == 1
            && head.RequestIdLength is > 0 and <= MaxRequestIdBytes
            && !source
                .Slice(head.RequestIdStart, head.RequestIdLength)
                .ContainsAnyExcept(RequestIdBytes);
        if (!isSane)
        {
            head.RequestIdStart = -1;
            head.RequestIdLength = 0;
        }
    }
}
