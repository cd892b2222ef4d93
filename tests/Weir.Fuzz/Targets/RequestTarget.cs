// Request heads: what is accepted is unambiguous, and what goes on says the same in one form only.
using System.Globalization;
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using static Weir.Fuzz.Targets.FuzzFailureException;

namespace Weir.Fuzz.Targets;

internal static class RequestTarget
{
    // Small, so that short inputs reach them.
    public static readonly HeadLimits Limits = new(1024, 24);

    private static readonly HeadLimits s_wide = new(
        FieldRange.MaxOffset,
        FieldTable.DefaultCapacity
    );

    public static void Run(ReadOnlySpan<byte> data)
    {
        var head = new RequestHead();
        RequestParse parse = RequestHeadParser.Parse(data, Limits, head);
        switch (parse.Status)
        {
            case ParseStatus.Invalid:
                Expect(
                    RequestErrors.Status(parse.Error) is >= 400 and < 600,
                    "refused without why"
                );
                Expect(parse.ErrorDetail.Length > 0 && !parse.KeepAlive, "refused without detail");
                break;
            case ParseStatus.NeedMore:
                Expect(data.Length < Limits.MaxBytes, "a full head needs more");
                break;
            default:
                CheckAccepted(data, parse, head);
                CheckRewritten(data, parse.HeadLength, head, isTrusted: false);
                CheckRewritten(data, parse.HeadLength, head, isTrusted: true);
                break;
        }
    }

    private static void CheckAccepted(
        ReadOnlySpan<byte> data,
        in RequestParse parse,
        RequestHead head
    )
    {
        Expect(parse.HeadLength <= Limits.MaxBytes, "longer than allowed");
        Expect(head.Fields.Count <= Limits.MaxFields, "more fields than allowed");
        var lines = new HeadLines(TrimStart(data[..parse.HeadLength]));
        int hosts = lines.Count("HOST");
        Expect(hosts == 1 || (hosts == 0 && parse.MinorVersion == 0), $"{hosts} hosts accepted");
        CheckFraming(lines, head);
    }

    /// <summary>No reader can find another end of the body than the one that was found.</summary>
    private static void CheckFraming(HeadLines lines, RequestHead head)
    {
        int lengths = lines.Count("CONTENT-LENGTH");
        int codings = lines.Count("TRANSFER-ENCODING");
        Expect(lengths + codings <= 1, $"{lengths} lengths with {codings} codings accepted");
        BodyKind expected =
            codings == 1 ? BodyKind.Chunked
            : lengths == 1 ? BodyKind.ContentLength
            : BodyKind.None;
        Expect(head.Body == expected, $"{head.Body} was read, the lines say {expected}");
        if (lengths == 1)
        {
            string value = lines.Value("CONTENT-LENGTH")!; // counted above
            Expect(value.All(char.IsAsciiDigit), $"length \"{value}\" accepted");
            Expect(
                long.Parse(value, CultureInfo.InvariantCulture) == head.ContentLength,
                $"length {value} was read as {head.ContentLength}"
            );
        }
        else if (codings == 1)
        {
            string value = lines.Value("TRANSFER-ENCODING")!; // counted above
            Expect(
                value.Trim(',', ' ', '\t').Equals("chunked", StringComparison.OrdinalIgnoreCase),
                $"coding \"{value}\" accepted"
            );
        }
    }

    private static void CheckRewritten(
        ReadOnlySpan<byte> data,
        int headLength,
        RequestHead head,
        bool isTrusted
    )
    {
        var facts = new ForwardingFacts
        {
            ClientAddress = "192.0.2.1"u8,
            ClientNode = "192.0.2.1"u8,
            PeerIsTrusted = isTrusted,
            Via = "1.1 weir-01234567"u8,
            RequestId = "ours"u8,
        };
        var edits = new HeadEdits();
        ForwardingFields.Edit(data, head, facts, edits);
        var attempt = new RequestAttempt
        {
            Host = head.HostLength > 0 ? head.Host(data) : "fallback.example:81"u8,
        };
        int most = headLength + Configuration.Limits.BlockHeadroomBytes;
        byte[] room = new byte[most];
        int count = RequestHeadWriter.Write(data, head, edits, attempt, room);
        Expect(count > 0, $"the head becomes more than {most} bytes");

        ReadOnlySpan<byte> written = room.AsSpan(0, count);
        var lines = new HeadLines(written);
        var after = new RequestHead();
        RequestParse again = RequestHeadParser.Parse(written, s_wide, after);
        Expect(
            again.Status == ParseStatus.Complete,
            $"what was written is refused: {again.ErrorDetail}"
        );
        Expect(again.HeadLength == count, "what was written ends early");
        Expect(lines.Count("HOST") == 1, "not one host goes on");
        Expect(lines.Count("X-REQUEST-ID") == 1, "not one request id goes on");
        Expect(lines.Count("KEEP-ALIVE") + lines.Count("PROXY-CONNECTION") == 0, "hop by hop");
        Expect(
            isTrusted || lines.Value("X-FORWARDED-FOR") == "192.0.2.1",
            "a stranger's word of the client goes on"
        );
        CheckFraming(lines, after);
        Expect(after.Body == head.Body, $"{head.Body} became {after.Body}");
        Expect(after.ContentLength == head.ContentLength, "the length changed");
        Expect(after.WantsUpgrade == head.WantsUpgrade, "the wish to upgrade changed");
        Expect(again.MinorVersion == 1 && !again.IsAbsoluteForm, "not the one form of a line");
        Expect(
            after.MethodToken(written).SequenceEqual(head.MethodToken(data)),
            "the method changed"
        );
        CheckTarget(data, head, Encoding.Latin1.GetString(after.Path(written)));
    }

    private static void CheckTarget(ReadOnlySpan<byte> data, RequestHead head, string written)
    {
        string path = Encoding.Latin1.GetString(head.Path(data));
        string expected = path switch
        {
            "" => head.Method == Protocol.Http.HttpMethod.Options ? "*" : "/",
            ['?', ..] => "/" + path,
            _ => path,
        };
        Expect(written == expected, $"target \"{path}\" became \"{written}\"");
    }

    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> head) =>
        head.TrimStart("\r\n"u8);
}
