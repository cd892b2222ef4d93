// Text to bytes and back, and one-line parses, for the tests of this folder.
using System.Text;
using Shouldly;
using Weir.Protocol.Http1;
using HttpMethod = Weir.Protocol.Http1.HttpMethod;

namespace Weir.Tests.Protocol.Http1;

internal static class Wire
{
    public static readonly HeadLimits Limits = new(16384, 100);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static ParseStatus Request(string text, out RequestHead head)
    {
        head = new RequestHead();
        return RequestHeadParser.Parse(Bytes(text), Limits, head);
    }

    public static RequestHead ValidRequest(string text)
    {
        Request(text, out RequestHead head).ShouldBe(ParseStatus.Complete, head.ErrorDetail);
        head.Error.ShouldBe(RequestError.None);
        return head;
    }

    /// <summary>Parses what must be refused, and says with which status.</summary>
    public static int Refusal(string text)
    {
        Request(text, out RequestHead head).ShouldBe(ParseStatus.Invalid, text);
        head.ErrorDetail.ShouldNotBeEmpty();
        return RequestErrors.Status(head.Error);
    }

    public static ParseStatus Response(string text, HttpMethod method, out ResponseHead head)
    {
        head = new ResponseHead();
        return ResponseHeadParser.Parse(Bytes(text), Limits, method, head);
    }

    public static ResponseHead ValidResponse(string text, HttpMethod method = HttpMethod.Get)
    {
        Response(text, method, out ResponseHead head)
            .ShouldBe(ParseStatus.Complete, head.ErrorDetail);
        return head;
    }

    /// <summary>All that a request head says, to compare two parses.</summary>
    public static string Describe(RequestHead head, ReadOnlySpan<byte> source)
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
                    $"{head.MinorVersion}|{head.HeadLength}|{head.Body}|{head.ContentLength}|{head.KeepAlive}|"
                )
            )
            .Append(
                FormattableString.Invariant(
                    $"{head.ExpectsContinue}|{head.WantsUpgrade}|{head.IsAbsoluteForm}|{head.RequestIdStart}"
                )
            );
        AppendFields(text, head.Fields, source);
        return text.ToString();
    }

    public static void AppendFields(
        StringBuilder text,
        HeaderFields fields,
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

    public static string Describe(ResponseHead head, ReadOnlySpan<byte> source)
    {
        var text = new StringBuilder();
        text.Append(
                FormattableString.Invariant(
                    $"{head.StatusCode}|{head.MinorVersion}|{head.HeadLength}|{head.Body}|{head.ContentLength}|"
                )
            )
            .Append(FormattableString.Invariant($"{head.KeepAlive}|{head.OffersConnectionAuth}|"))
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
