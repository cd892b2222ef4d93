// Heads as they go on, for tests: parsed, edited as the data plane does, and written.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol;

internal static class Rewriting
{
    private const string Client = "192.0.2.1";

    public static string Request(
        string text,
        bool trusted,
        string client = Client,
        string fallback = "",
        string traceParent = ""
    )
    {
        RequestHead head = Wire.ValidRequest(text);
        byte[] source = Wire.Bytes(text);
        var attempt = new RequestAttempt
        {
            Host = head.HostLength > 0 ? head.Host(source) : Wire.Bytes(fallback),
            TraceParent = Wire.Bytes(traceParent),
        };
        byte[] room = new byte[4096];
        HeadEdits edits = Edits(source, head, trusted, client);
        int written = RequestHeadWriter.Write(source, head, edits, attempt, room);
        return Wire.Text(room.AsSpan(0, written));
    }

    public static string Response(
        string text,
        in ResponseFraming framing = default,
        HttpMethod method = HttpMethod.Get,
        string requestId = "",
        string date = ""
    )
    {
        ResponseHead head = Wire.ValidResponse(text, method);
        var edits = new HeadEdits();
        ResponseMarks.Edit(head, "1.1 weir-1"u8, Wire.Bytes(requestId), Wire.Bytes(date), edits);
        byte[] room = new byte[4096];
        int written = ResponseHeadWriter.Write(Wire.Bytes(text), head, edits, framing, room);
        return Wire.Text(room.AsSpan(0, written));
    }

    private static HeadEdits Edits(
        ReadOnlySpan<byte> source,
        RequestHead head,
        bool trusted,
        string client
    )
    {
        ReadOnlySpan<byte> theirs = trusted ? head.RequestId(source) : [];
        byte[] node = new byte[ForwardingFields.MaxNodeBytes];
        int nodeLength = ForwardingFields.WriteNode(Wire.Bytes(client), node);
        var facts = new ForwardingFacts
        {
            ClientAddress = Wire.Bytes(client),
            ClientNode = node.AsSpan(0, nodeLength),
            PeerIsTrusted = trusted,
            Via = "1.1 weir-1"u8,
            RequestId = theirs.IsEmpty ? "ours"u8 : theirs,
        };
        var edits = new HeadEdits();
        ForwardingFields.Edit(source, head, facts, edits);
        return edits;
    }
}
