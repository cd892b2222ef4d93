// Writes the whole response for a request that the proxy itself answers, with one line of text as its body.
using System.Buffers.Text;
using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Writing;

public static class ErrorResponseWriter
{
    /// <returns>Bytes written, or -1 if they do not fit.</returns>
    public static int Write(Span<byte> destination, in ErrorResponse error)
    {
        ReadOnlySpan<byte> reason = ReasonPhrases.Of(error.Status);
        var output = new HeadOutput(destination);
        output.Write("HTTP/1.1 "u8);
        output.WriteNumber(error.Status);
        output.Write(" "u8);
        output.Write(reason);
        output.Write("\r\n"u8);
        WriteFields(error, BodyLength(error, reason), ref output);
        if (!error.OmitBody)
        {
            WriteBody(error, reason, ref output);
        }

        return output.Result;
    }

    private static void WriteFields(in ErrorResponse error, int bodyLength, ref HeadOutput output)
    {
        if (!error.Date.IsEmpty)
        {
            output.WriteField("Date"u8, error.Date);
        }

        output.Write("Content-Type: text/plain; charset=utf-8\r\nContent-Length: "u8);
        output.WriteNumber(bodyLength);
        output.Write("\r\nProxy-Status: weir; error="u8);
        output.Write(error.ProxyStatusError);
        output.WriteLineEnd();
        if (!error.RequestId.IsEmpty)
        {
            output.WriteField("X-Request-Id"u8, error.RequestId);
        }

        if (error.RetryAfterSeconds > 0)
        {
            output.Write("Retry-After: "u8);
            output.WriteNumber(error.RetryAfterSeconds);
            output.WriteLineEnd();
        }

        output.Write(error.Close ? "Connection: close\r\n\r\n"u8 : "\r\n"u8);
    }

    // "404 Not Found (no_route, destination_not_found, request 4f2a)": the second name only where it differs from the first.
    private static void WriteBody(
        in ErrorResponse error,
        ReadOnlySpan<byte> reason,
        ref HeadOutput output
    )
    {
        output.WriteNumber(error.Status);
        output.Write(" "u8);
        output.Write(reason);
        output.Write(" ("u8);
        output.Write(error.Code);
        if (HasTwoNames(error))
        {
            output.Write(", "u8);
            output.Write(error.ProxyStatusError);
        }

        if (!error.RequestId.IsEmpty)
        {
            output.Write(", request "u8);
            output.Write(error.RequestId);
        }

        output.Write(")\n"u8);
    }

    private static int BodyLength(in ErrorResponse error, ReadOnlySpan<byte> reason)
    {
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(error.Status, digits, out int statusLength);
        int length = statusLength + 1 + reason.Length + 2 + error.Code.Length + 2;
        length += HasTwoNames(error) ? ", ".Length + error.ProxyStatusError.Length : 0;
        length += error.RequestId.IsEmpty ? 0 : ", request ".Length + error.RequestId.Length;
        return length;
    }

    private static bool HasTwoNames(in ErrorResponse error) =>
        !error.Code.SequenceEqual(error.ProxyStatusError);
}
