// What is known of each method (RFC 9110 §9).
namespace Weir.Protocol.Http;

public static class HttpMethods
{
    /// <summary>True if sending the request twice means the same as once (RFC 9110 §9.2.2).</summary>
    public static bool IsIdempotent(HttpMethod method) =>
        method
            is HttpMethod.Get
                or HttpMethod.Head
                or HttpMethod.Put
                or HttpMethod.Delete
                or HttpMethod.Options
                or HttpMethod.Trace;

    /// <summary>The method that a token names; method tokens are case-sensitive (RFC 9110 §9.1).</summary>
    public static HttpMethod Find(ReadOnlySpan<byte> token) =>
        token.Length switch
        {
            3 when token.SequenceEqual("GET"u8) => HttpMethod.Get,
            3 when token.SequenceEqual("PUT"u8) => HttpMethod.Put,
            4 when token.SequenceEqual("POST"u8) => HttpMethod.Post,
            4 when token.SequenceEqual("HEAD"u8) => HttpMethod.Head,
            5 when token.SequenceEqual("PATCH"u8) => HttpMethod.Patch,
            5 when token.SequenceEqual("TRACE"u8) => HttpMethod.Trace,
            6 when token.SequenceEqual("DELETE"u8) => HttpMethod.Delete,
            7 when token.SequenceEqual("OPTIONS"u8) => HttpMethod.Options,
            7 when token.SequenceEqual("CONNECT"u8) => HttpMethod.Connect,
            _ => HttpMethod.Other,
        };
}
