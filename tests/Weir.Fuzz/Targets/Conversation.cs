// Reads one direction of a connection as a session does, from whatever pieces come, and writes down what it understood.
using System.Globalization;
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Framing;
using Weir.Protocol.Http1.Parsing;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Fuzz.Targets;

/// <summary>Its text is the same for the same bytes, however they were cut.</summary>
internal sealed class Conversation(ConversationKind kind, int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private readonly StringBuilder _text = new();
    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private BodyKind _body = kind == ConversationKind.Chunks ? BodyKind.Chunked : BodyKind.None;
    private ChunkedDecoder _chunks;
    private long _left;
    private int _start;
    private int _end;
    private bool _isBroken;

    public void Feed(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_bytes.AsSpan(_end));
        _end += piece.Length;
        while (_start < _end && !_isBroken && TryStep()) { }
    }

    /// <summary>What was understood, and what is still waited for.</summary>
    public string End() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{_text}\nend: {(_isBroken ? "broken" : $"{_body}, {_left} left, {_end - _start} unread")}"
        );

    private bool TryStep() =>
        _body switch
        {
            BodyKind.None => TryReadHead(),
            BodyKind.Chunked => TryReadChunks(),
            _ => TryReadBytes(),
        };

    private bool TryReadHead()
    {
        ReadOnlySpan<byte> unread = _bytes.AsSpan(_start, _end - _start);
        return kind == ConversationKind.Responses
            ? TryReadResponse(unread)
            : TryReadRequest(unread);
    }

    private bool TryReadRequest(ReadOnlySpan<byte> unread)
    {
        RequestParse parse = RequestHeadParser.Parse(unread, RequestTarget.Limits, _request);
        if (parse.Status == ParseStatus.Complete)
        {
            AddRequest(unread, parse);
        }

        return Goes(parse.Status, $"{parse.Error} {parse.ErrorDetail}");
    }

    private bool TryReadResponse(ReadOnlySpan<byte> unread)
    {
        ResponseParse parse = ResponseHeadParser.Parse(
            unread,
            RequestTarget.Limits,
            HttpMethod.Get,
            _response
        );
        if (parse.Status == ParseStatus.Complete)
        {
            AddResponse(unread, parse);
        }

        return Goes(parse.Status, parse.ErrorDetail);
    }

    private bool Goes(ParseStatus status, string why)
    {
        if (status == ParseStatus.Invalid)
        {
            _text.Append("\nrefused: ").Append(why);
            _isBroken = true;
        }

        return status == ParseStatus.Complete;
    }

    private void AddRequest(ReadOnlySpan<byte> source, in RequestParse parse)
    {
        RequestHead head = _request;
        Add(
            $"\nrequest {Text(head.MethodToken(source))} {Text(head.Path(source))} at {Text(head.Host(source))}"
        );
        Add(
            $" 1.{parse.MinorVersion} {head.Body} {head.ContentLength} keep {parse.KeepAlive} upgrade {head.WantsUpgrade}"
        );
        Add($" expects {head.ExpectsContinue} id {head.RequestIdLength}");
        AddFields(source, head.Fields);
        BeginBody(parse.HeadLength, head.Body, head.ContentLength);
    }

    private void AddResponse(ReadOnlySpan<byte> source, in ResponseParse parse)
    {
        ResponseHead head = _response;
        Add($"\nresponse {head.StatusCode} {Text(head.Reason(source))} 1.{parse.MinorVersion}");
        Add(
            $" {head.Body} {head.ContentLength} keep {parse.KeepAlive} auth {parse.OffersConnectionAuth}"
        );
        AddFields(source, head.Fields);
        // After 101 come bytes of another protocol.
        BodyKind body = head.StatusCode == 101 ? BodyKind.UntilClose : head.Body;
        BeginBody(parse.HeadLength, body, head.ContentLength);
    }

    private void AddFields(ReadOnlySpan<byte> source, FieldTable fields)
    {
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            Add($"\n  {Text(field.Name(source))}={Text(field.Value(source))} {field.Known}");
        }

        _text.Append("\n: ");
    }

    private void BeginBody(int headLength, BodyKind body, long length)
    {
        _start += headLength;
        _chunks = default;
        _left = body == BodyKind.ContentLength ? length : 0;
        _body = body == BodyKind.ContentLength && length == 0 ? BodyKind.None : body;
    }

    private bool TryReadChunks()
    {
        ChunkedStatus status = _chunks.Decode(
            _bytes.AsSpan(_start, _end - _start),
            out int consumed,
            out int written
        );
        _text.Append(Text(_bytes.AsSpan(_start, written)));
        _start += consumed;
        _isBroken = status == ChunkedStatus.Invalid;
        if (status == ChunkedStatus.Done)
        {
            _text.Append("\ndone");
            // What follows a lone body is nobody's message.
            _body = kind == ConversationKind.Chunks ? BodyKind.UntilClose : BodyKind.None;
        }

        return status == ChunkedStatus.Done;
    }

    private bool TryReadBytes()
    {
        bool hasEnd = _body == BodyKind.ContentLength;
        int count = hasEnd ? (int)long.Min(_left, _end - _start) : _end - _start;
        _text.Append(Text(_bytes.AsSpan(_start, count)));
        _start += count;
        if (hasEnd)
        {
            _left -= count;
            _body = _left == 0 ? BodyKind.None : _body;
        }

        return _body == BodyKind.None;
    }

    private void Add(FormattableString text) => _text.Append(FormattableString.Invariant(text));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
