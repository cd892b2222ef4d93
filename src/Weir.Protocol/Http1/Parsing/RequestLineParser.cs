// The request line (RFC 9112 §3): one space between its parts, nothing but visible ASCII in them.
using System.Text;
using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Parsing;

internal static class RequestLineParser
{
    // RFC 9112 §3: a method longer than any that is implemented is answered with 501. The longest registered one has 17 bytes.
    private const int MaxMethodBytes = 32;

    // A TLS record begins with its type and the major version (RFC 8446 §5.1, ContentType handshake).
    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;

    /// <summary>Reads the line at <paramref name="start"/>; on Complete, <paramref name="end"/> is behind its CRLF.</summary>
    public static ParseStatus Parse(
        ReadOnlySpan<byte> bytes,
        int start,
        RequestHead head,
        ref RequestParse parse,
        out int end
    )
    {
        end = start;
        ReadOnlySpan<byte> rest = bytes[start..];
        if (
            rest.Length > MaxMethodBytes
            && !rest[..(MaxMethodBytes + 1)].ContainsAnyExcept(Grammar.Token)
        )
        {
            return parse.Refuse(RequestError.MethodTooLong, "method too long");
        }

        int length = rest.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
        // What the first byte of a TLS record means shows in the second.
        if (length < 0 || (rest.Length == 1 && rest[0] == TlsHandshake))
        {
            return ParseStatus.NeedMore;
        }

        if (rest[0] == TlsHandshake && rest[1] == TlsMajorVersion)
        {
            return parse.Refuse(
                RequestError.Malformed,
                "the client speaks TLS to a plain http listener"
            );
        }

        ParseStatus status = LineEnd.Classify(rest, length, out string detail);
        if (status != ParseStatus.Complete)
        {
            return status == ParseStatus.Invalid
                ? parse.Refuse(RequestError.Malformed, detail)
                : status;
        }

        end = start + length + 2;
        return ReadParts(rest[..length], start, head, ref parse);
    }

    private static ParseStatus ReadParts(
        ReadOnlySpan<byte> line,
        int start,
        RequestHead head,
        ref RequestParse parse
    )
    {
        int methodLength = line.IndexOf((byte)' ');
        if (methodLength <= 0 || !Grammar.IsToken(line[..methodLength]))
        {
            return parse.Refuse(RequestError.Malformed, "malformed method");
        }

        int targetEnd = line.LastIndexOf((byte)' ');
        if (targetEnd == methodLength)
        {
            return parse.Refuse(RequestError.Malformed, "request line without version");
        }

        ReadOnlySpan<byte> target = line[(methodLength + 1)..targetEnd];
        if (target.IsEmpty || target.Contains((byte)' '))
        {
            return parse.Refuse(RequestError.Malformed, "extra space in request line");
        }

        head.Method = HttpMethods.Find(line[..methodLength]);
        head.MethodStart = start;
        head.MethodLength = methodLength;
        head.TargetStart = start + methodLength + 1;
        head.TargetLength = target.Length;
        RequestError error = ReadVersion(line[(targetEnd + 1)..], out int minorVersion);
        if (error != RequestError.None)
        {
            return parse.Refuse(error, "unsupported or malformed HTTP version");
        }

        parse.MinorVersion = minorVersion;
        return head.Method == HttpMethod.Connect
            ? parse.Refuse(RequestError.ConnectUnsupported, "CONNECT is not supported")
            : ReadTarget(target, head, ref parse);
    }

    // HTTP-version is case-sensitive (RFC 9112 §2.3). A later minor version is served as 1.1 (RFC 9110 §2.5).
    private static RequestError ReadVersion(ReadOnlySpan<byte> version, out int minorVersion)
    {
        minorVersion = 0;
        if (!version.StartsWith("HTTP/"u8))
        {
            return RequestError.Malformed;
        }

        ReadOnlySpan<byte> number = version["HTTP/".Length..];
        bool hasMinor =
            number.Length == 3 && number[1] == '.' && char.IsAsciiDigit((char)number[2]);
        if ((!hasMinor && number.Length != 1) || !char.IsAsciiDigit((char)number[0]))
        {
            return RequestError.Malformed;
        }

        if (number[0] >= '2')
        {
            return RequestError.VersionUnsupported;
        }

        minorVersion = hasMinor && number[2] == '0' ? 0 : 1;
        return hasMinor && number[0] == '1' ? RequestError.None : RequestError.Malformed;
    }

    // The four forms of RFC 9112 §3.2 less the authority form, which only CONNECT has.
    private static ParseStatus ReadTarget(
        ReadOnlySpan<byte> target,
        RequestHead head,
        ref RequestParse parse
    )
    {
        if (target.Contains((byte)'#'))
        {
            return parse.Refuse(RequestError.Malformed, "fragment in request target");
        }

        head.PathStart = head.TargetStart;
        head.PathLength = head.TargetLength;
        if (target[0] == '/')
        {
            return ParseStatus.Complete;
        }

        if (target.SequenceEqual("*"u8))
        {
            return head.Method == HttpMethod.Options
                ? ParseStatus.Complete
                : parse.Refuse(RequestError.Malformed, "asterisk-form outside OPTIONS");
        }

        return ReadAbsoluteForm(target, head, ref parse);
    }

    private static ParseStatus ReadAbsoluteForm(
        ReadOnlySpan<byte> target,
        RequestHead head,
        ref RequestParse parse
    )
    {
        int schemeLength = SchemeLength(target);
        if (schemeLength == 0)
        {
            return parse.Refuse(RequestError.Malformed, "malformed request target");
        }

        int authorityLength = target[schemeLength..].IndexOfAny((byte)'/', (byte)'?');
        if (authorityLength < 0)
        {
            authorityLength = target.Length - schemeLength;
        }

        if (!Authority.IsValid(target.Slice(schemeLength, authorityLength)))
        {
            return parse.Refuse(RequestError.Malformed, "malformed authority in request target");
        }

        parse.IsAbsoluteForm = true;
        head.HostStart = head.TargetStart + schemeLength;
        head.HostLength = authorityLength;
        head.PathStart = head.HostStart + authorityLength;
        head.PathLength = target.Length - schemeLength - authorityLength;
        return ParseStatus.Complete;
    }

    private static int SchemeLength(ReadOnlySpan<byte> target)
    {
        if (target.Length >= 7 && Ascii.EqualsIgnoreCase(target[..7], "http://"u8))
        {
            return 7;
        }

        return target.Length >= 8 && Ascii.EqualsIgnoreCase(target[..8], "https://"u8) ? 8 : 0;
    }
}
