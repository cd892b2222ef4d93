// The texts of a request that only the access log wants; taken while its head is parsed, and only when that log is on.
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Proxy.Events;

namespace Weir.Proxy.Clients;

/// <summary>Copies parts of a request head.</summary>
internal static class AccessFields
{
    public static void Take(ReadOnlySpan<byte> source, RequestHead head, RequestTexts texts)
    {
        texts.Set(RequestText.Method, head.MethodToken(source));
        texts.Set(RequestText.Path, head.Target(source));
        if (head.HostLength > 0)
        {
            texts.Set(RequestText.Host, head.Host(source)); // the parser bounds it
        }

        TakeField(source, head, "referer"u8, RequestText.Referer, texts);
        TakeField(source, head, "user-agent"u8, RequestText.UserAgent, texts);
    }

    private static void TakeField(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ReadOnlySpan<byte> name,
        RequestText text,
        RequestTexts texts
    )
    {
        int index = head.Fields.IndexOf(source, name);
        if (index >= 0)
        {
            ReadOnlySpan<byte> value = head.Fields[index].Value(source);
            texts.Set(text, value[..int.Min(value.Length, Limits.AccessFieldBytes)]);
        }
    }
}
