// Reads a request's head as its listener sees it: whether it is whole and sound, and where it goes. Knows no worker, so that whoever wants to
// know what would happen to a request can ask.
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Clients;

internal static class RequestReader
{
    /// <summary>Fills <paramref name="head"/> from the bytes so far, which stay as they are.</summary>
    public static RequestReading Read(
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> bytes,
        RequestHead head
    )
    {
        var limits = new HeadLimits(listener.Config.MaxHeaderBytes, FieldTable.DefaultCapacity);
        RequestParse parse = RequestHeadParser.Parse(bytes, limits, head);
        if (parse.Status == ParseStatus.NeedMore)
        {
            return new RequestReading { Status = ParseStatus.NeedMore };
        }

        var reading = new RequestReading
        {
            Status = parse.Status,
            HeadLength = parse.HeadLength,
            MinorVersion = parse.MinorVersion,
            KeepAlive = parse.KeepAlive,
            PeerIsTrusted = listener.Trusts(client),
        };
        if (parse.Status == ParseStatus.Invalid)
        {
            reading.Refuse(
                FailureCode.HttpRequestError,
                parse.ErrorDetail,
                RequestErrors.Status(parse.Error)
            );
            return reading;
        }

        reading.Route = listener.Router.Match(head.Host(bytes), RoutedPath(head, bytes));
        if (ViaField.Names(bytes, head.Fields, listener.Pseudonym))
        {
            reading.Refuse(
                FailureCode.LoopDetected,
                "the request has passed this listener before: a backend leads back to it"
            );
        }

        if (reading.Route is null)
        {
            reading.Refuse(FailureCode.NoRoute, "no route matches this host and path");
        }

        return reading;
    }

    /// <summary>The path as the router is asked: an absolute-form target without one means "/" (RFC 9112 §3.2.2).</summary>
    public static ReadOnlySpan<byte> RoutedPath(RequestHead head, ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> path = head.Path(source);
        return path.IsEmpty || path[0] == (byte)'?' ? "/"u8 : path;
    }
}
