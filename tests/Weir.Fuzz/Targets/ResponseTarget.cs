// Response heads: the first byte chooses the method of the request, the second how the head goes on, the rest is the head.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using static Weir.Fuzz.Targets.FuzzFailureException;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Fuzz.Targets;

internal static class ResponseTarget
{
    private const int Methods = (int)HttpMethod.Connect + 1;

    private static readonly HeadLimits s_limits = new(1024, 24);
    private static readonly HeadLimits s_wide = new(
        FieldRange.MaxOffset,
        FieldTable.DefaultCapacity
    );

    public static void Run(ReadOnlySpan<byte> data)
    {
        // Also without a byte there is something to parse: afl-fuzz gives up on a target whose first run does nothing.
        var method = (HttpMethod)((data.Length > 0 ? data[0] : 0) % Methods);
        byte flags = data.Length > 1 ? data[1] : (byte)0;
        ReadOnlySpan<byte> bytes = data[int.Min(2, data.Length)..];
        var head = new ResponseHead();
        ResponseParse parse = ResponseHeadParser.Parse(bytes, s_limits, method, head);
        switch (parse.Status)
        {
            case ParseStatus.Invalid:
                Expect(parse.ErrorDetail.Length > 0 && !parse.KeepAlive, "refused without detail");
                break;
            case ParseStatus.NeedMore:
                Expect(bytes.Length < s_limits.MaxBytes, "a full head needs more");
                break;
            default:
                CheckAccepted(bytes, parse, head, method);
                CheckRewritten(bytes, parse.HeadLength, head, method, flags);
                break;
        }
    }

    private static void CheckAccepted(
        ReadOnlySpan<byte> bytes,
        in ResponseParse parse,
        ResponseHead head,
        HttpMethod method
    )
    {
        Expect(parse.HeadLength <= s_limits.MaxBytes, "longer than allowed");
        Expect(head.StatusCode is >= 100 and <= 599, $"status {head.StatusCode} accepted");
        var lines = new HeadLines(bytes[..parse.HeadLength]);
        bool isBodyless = head.StatusCode is < 200 or 204;
        if (!isBodyless)
        {
            Expect(
                lines.Count("TRANSFER-ENCODING") == 0 || lines.Count("CONTENT-LENGTH") == 0,
                "a coding with a length accepted"
            );
        }

        isBodyless |= head.StatusCode == 304 || method == HttpMethod.Head;
        Expect(!isBodyless || head.Body == BodyKind.None, "a body where none can be");
        Expect(head.Body != BodyKind.UntilClose || !parse.KeepAlive, "kept alive until it closes");
    }

    private static void CheckRewritten(
        ReadOnlySpan<byte> bytes,
        int headLength,
        ResponseHead head,
        HttpMethod method,
        byte flags
    )
    {
        bool isFor10 = (flags & 1) != 0;
        bool closes = (flags & 2) != 0;
        // The same choices as a session makes: what ends by close is chunked for who can read chunks, and the reverse.
        var framing = new ResponseFraming
        {
            Close = closes,
            KeepAlive10 = isFor10 && !closes,
            Chunk = !isFor10 && head.Body == BodyKind.UntilClose,
            DropFraming = isFor10 && head.Body == BodyKind.Chunked,
            Upgrade = head.StatusCode == 101,
        };
        var edits = new HeadEdits();
        ResponseMarks.Edit(
            head,
            "weir-01234567"u8,
            (flags & 4) != 0 ? "ours"u8 : default,
            "Sun, 06 Nov 1994 08:49:37 GMT"u8,
            edits
        );
        byte[] room = new byte[headLength + ResponseHeadWriter.MaxGrowth + edits.Length];
        int count = ResponseHeadWriter.Write(bytes, head, edits, framing, room);
        Expect(count > 0, $"the head grows by more than {room.Length - headLength} bytes");

        ReadOnlySpan<byte> written = room.AsSpan(0, count);
        var lines = new HeadLines(written);
        var after = new ResponseHead();
        ResponseParse again = ResponseHeadParser.Parse(written, s_wide, method, after);
        Expect(
            again.Status == ParseStatus.Complete,
            $"what was written is refused: {again.ErrorDetail}"
        );
        Expect(again.HeadLength == count, "what was written ends early");
        Expect(after.StatusCode == head.StatusCode, "the status changed");
        Expect(
            Encoding.Latin1.GetString(after.Reason(written))
                == Encoding.Latin1.GetString(head.Reason(bytes)),
            "the reason changed"
        );
        Expect(
            lines.Count("TRANSFER-ENCODING") + lines.Count("CONTENT-LENGTH") <= 1,
            "framed in two ways"
        );
        BodyKind expected =
            framing.Chunk ? BodyKind.Chunked
            : framing.DropFraming ? BodyKind.UntilClose
            : head.Body;
        Expect(after.Body == expected, $"{head.Body} became {after.Body}, not {expected}");
        Expect(after.ContentLength == head.ContentLength, "the length changed");
        Expect(!closes || head.IsInterim || !again.KeepAlive, "close is not told");
    }
}
