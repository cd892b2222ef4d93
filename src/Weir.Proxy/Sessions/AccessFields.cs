// The texts of a request that only the access log wants; taken while its head is parsed, and only when that log is on.
using System.Text;
using Weir.Protocol.Http1;

namespace Weir.Proxy.Sessions;

/// <summary>Copies of parts of a request head.</summary>
internal sealed record AccessFields(string Method, string Path, string? Referer, string? UserAgent)
{
    public static AccessFields Of(ReadOnlySpan<byte> source, RequestHead head) =>
        new(
            Encoding.ASCII.GetString(head.MethodToken(source)),
            Encoding.ASCII.GetString(head.Target(source)),
            Field(source, head, "referer"u8),
            Field(source, head, "user-agent"u8)
        );

    private static string? Field(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ReadOnlySpan<byte> name
    )
    {
        int index = head.Fields.IndexOf(source, name);
        return index < 0 ? null : Encoding.Latin1.GetString(head.Fields[index].Value(source));
    }
}
