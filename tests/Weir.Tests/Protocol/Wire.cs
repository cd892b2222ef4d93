// Text to bytes and back, and one-line parses, for the tests of this folder.
using System.Text;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol;

internal static class Wire
{
    public static readonly HeadLimits Limits = new(16384, 100);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static RequestParse Request(string text, out RequestHead head)
    {
        head = new RequestHead();
        return RequestHeadParser.Parse(Bytes(text), Limits, head);
    }

    public static RequestHead ValidRequest(string text)
    {
        Accepted(text, out RequestHead head);
        return head;
    }

    /// <summary>What HTTP/1 says of the connection in a head that is valid.</summary>
    public static RequestParse Accepted(string text, out RequestHead head)
    {
        RequestParse parse = Request(text, out head);
        parse.Status.ShouldBe(ParseStatus.Complete, parse.ErrorDetail);
        parse.Error.ShouldBe(RequestError.None);
        return parse;
    }

    /// <summary>Parses what must be refused, and says with which status.</summary>
    public static int Refusal(string text)
    {
        RequestParse parse = Request(text, out _);
        parse.Status.ShouldBe(ParseStatus.Invalid, text);
        parse.ErrorDetail.ShouldNotBeEmpty();
        return RequestErrors.Status(parse.Error);
    }

    public static ResponseParse Response(string text, HttpMethod method, out ResponseHead head)
    {
        head = new ResponseHead();
        return ResponseHeadParser.Parse(Bytes(text), Limits, method, head);
    }

    public static ResponseHead ValidResponse(string text, HttpMethod method = HttpMethod.Get)
    {
        Accepted(text, method, out ResponseHead head);
        return head;
    }

    /// <inheritdoc cref="Accepted(string, out RequestHead)"/>
    public static ResponseParse Accepted(string text, HttpMethod method, out ResponseHead head)
    {
        ResponseParse parse = Response(text, method, out head);
        parse.Status.ShouldBe(ParseStatus.Complete, parse.ErrorDetail);
        return parse;
    }

    /// <summary>All that a request head says, to compare two parses.</summary>
    public static string Describe(
        in RequestParse parse,
        RequestHead head,
        ReadOnlySpan<byte> source
    )
    {
        var text = new StringBuilder();
        text.Append(Text(head.MethodToken(source)))
            .Append('|')
            .Append(head.Method)
            .Append('|')
            .Append(Text(head.Target(source)))
            .Append('|')
            .Append(Text(head.Path(source)))
            .Append('|')
            .Append(Text(head.Host(source)))
            .Append('|')
            .Append(
                FormattableString.Invariant(
                    $"{parse.MinorVersion}|{parse.HeadLength}|{head.Body}|{head.ContentLength}|{parse.KeepAlive}|"
                )
            )
            .Append(
                FormattableString.Invariant(
                    $"{head.ExpectsContinue}|{head.WantsUpgrade}|{parse.IsAbsoluteForm}|{head.RequestIdStart}"
                )
            );
        AppendFields(text, head.Fields, source);
        return text.ToString();
    }

    public static void AppendFields(
        StringBuilder text,
        FieldTable fields,
        ReadOnlySpan<byte> source
    )
    {
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            text.Append('|')
                .Append(Text(field.Name(source)))
                .Append(':')
                .Append(Text(field.Value(source)))
                .Append(':')
                .Append(field.Known);
        }
    }

    public static string Describe(
        in ResponseParse parse,
        ResponseHead head,
        ReadOnlySpan<byte> source
    )
    {
        var text = new StringBuilder();
        text.Append(
                FormattableString.Invariant(
                    $"{head.StatusCode}|{parse.MinorVersion}|{parse.HeadLength}|{head.Body}|{head.ContentLength}|"
                )
            )
            .Append(FormattableString.Invariant($"{parse.KeepAlive}|{parse.OffersConnectionAuth}|"))
            .Append(Text(head.Reason(source)));
        AppendFields(text, head.Fields, source);
        return text.ToString();
    }

    /// <summary>The values of all fields of this name, in order, joined by " | "; null if there is none.</summary>
    public static string? Field(string head, string name)
    {
        string[] values = head.Split("\r\n")
            .Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim())
            .ToArray();
        return values.Length == 0 ? null : string.Join(" | ", values);
    }
}
