// Makes the spans of a traced request: one of kind server, and for each try on a backend one of kind client. Names and attributes are
// those of OpenTelemetry's semantic conventions for HTTP; what they do not know is named weir.….
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Trace.V1;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Telemetry;

/// <summary>From records to OTLP.</summary>
internal static class SpanBuilder
{
    /// <summary>Set where it is known whether the parent is in another process, and where it is (opentelemetry/proto/trace/v1/trace.proto).</summary>
    private const uint HasIsRemote = 0x100;
    private const uint IsRemote = 0x200;

    private static readonly string[] s_methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "DELETE",
        "CONNECT",
        "OPTIONS",
        "TRACE",
        "PATCH",
        "QUERY",
    ];

    /// <summary>Adds all spans of <paramref name="request"/>.</summary>
    public static void Add(TracedRequest request, RepeatedField<Span> spans)
    {
        spans.Add(Server(request));
        for (int i = 0; i < request.Trace.Attempts.Count; i++)
        {
            spans.Add(Client(request, request.Trace.Attempts[i], i));
        }
    }

    private static Span Server(TracedRequest request)
    {
        (AccessRecord record, RequestTrace trace, _) = request;
        bool wasAnswered = record.Status is > 0 and < 600 && !LeftBefore(record);
        Span span = Begin(request, Span.Types.SpanKind.Server);
        span.SpanId = Id(trace.SpanId);
        span.ParentSpanId = trace.ParentId == 0 ? ByteString.Empty : Id(trace.ParentId);
        span.Flags = trace.Flags | (trace.ParentId == 0 ? 0 : HasIsRemote | IsRemote);
        span.StartTimeUnixNano = Nanos(request, trace.EndUs - record.DurationUs);
        span.EndTimeUnixNano = Nanos(request, trace.EndUs);
        span.Attributes.Put("url.path", Path(record.Texts));
        span.Attributes.Put("url.scheme", "http");
        span.Attributes.PutServer(trace.Host);
        span.Attributes.Put("client.address", ClientAddress(record.Client));
        span.Attributes.Put("network.protocol.version", $"1.{record.HttpMinorVersion}");
        span.Attributes.Put("user_agent.original", Text(record.Texts, RequestText.UserAgent));
        span.Attributes.Put("weir.listener", record.Listener);
        span.Attributes.Put("weir.route", record.Route);
        span.Attributes.Put("weir.cluster", record.Cluster);
        span.Attributes.Put("weir.backend", record.Backend);
        span.Attributes.Put("weir.request_id", Text(record.Texts, RequestText.RequestId));
        // A client's own mistakes are no errors of the server.
        string? error = record.Error ?? (record.Status >= 500 ? StatusText(record.Status) : null);
        bool isError = error is not null && record.Status is < 400 or >= 499;
        End(span, wasAnswered ? record.Status : 0, error, isError);
        return span;
    }

    private static Span Client(TracedRequest request, AttemptSpan attempt, int index)
    {
        (AccessRecord record, RequestTrace trace, _) = request;
        Span span = Begin(request, Span.Types.SpanKind.Client);
        span.SpanId = Id(attempt.Id);
        span.ParentSpanId = Id(trace.SpanId);
        span.Flags = trace.Flags | HasIsRemote;
        span.StartTimeUnixNano = Nanos(request, attempt.StartUs);
        span.EndTimeUnixNano = Nanos(request, attempt.EndUs);
        if (!attempt.Backend.StartsWith("unix:", StringComparison.Ordinal))
        {
            span.Attributes.Put("url.full", $"http://{attempt.Backend}{Path(record.Texts)}");
        }

        span.Attributes.PutServer(attempt.Backend);
        span.Attributes.Put("network.protocol.version", "1.1");
        span.Attributes.Put("weir.cluster", record.Cluster);
        span.Attributes.Put("weir.backend", attempt.Backend);
        if (index > 0)
        {
            span.Attributes.Put("http.request.resend_count", index);
        }

        string? error =
            attempt.Error ?? (attempt.Status >= 400 ? StatusText(attempt.Status) : null);
        End(span, attempt.Status, error, error is not null);
        return span;
    }

    private static Span Begin(TracedRequest request, Span.Types.SpanKind kind)
    {
        string? method = Text(request.Record.Texts, RequestText.Method);
        bool isKnown = Array.IndexOf(s_methods, method) >= 0;
        byte[] traceId = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(traceId, request.Trace.TraceId);
        var span = new Span
        {
            TraceId = UnsafeByteOperations.UnsafeWrap(traceId),
            TraceState = request.Trace.State ?? "",
            Kind = kind,
            Name = isKnown ? method : "HTTP",
        };
        span.Attributes.Put("http.request.method", isKnown ? method : "_OTHER");
        span.Attributes.Put("http.request.method_original", isKnown ? null : method);
        return span;
    }

    private static void End(Span span, int status, string? error, bool isError)
    {
        if (status > 0)
        {
            span.Attributes.Put("http.response.status_code", status);
        }

        span.Attributes.Put("error.type", error);
        if (isError)
        {
            span.Status = new Status { Code = Status.Types.StatusCode.Error };
        }
    }

    // The log's 499 was never sent to anybody.
    private static bool LeftBefore(in AccessRecord record) => record.Status == 499;

    private static ByteString Id(ulong id)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static ulong Nanos(TracedRequest request, long atUs)
    {
        long endNanos = (request.EndUtc - DateTimeOffset.UnixEpoch).Ticks * 100;
        return (ulong)(endNanos - ((request.Trace.EndUs - atUs) * 1000));
    }

    private static string StatusText(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string? ClientAddress(in SocketEndpoint client) =>
        client.ToIPAddress()?.ToString();

    private static string? Text(RequestTexts texts, RequestText text) =>
        texts.Has(text) ? Encoding.Latin1.GetString(texts.Get(text)) : null;

    // Without the query, which may hold private data; of an absolute target what follows the authority.
    private static string Path(RequestTexts texts)
    {
        string target = Text(texts, RequestText.Path) ?? "";
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (path.StartsWith('/') || scheme < 0)
        {
            return path;
        }

        int start = path.IndexOf('/', scheme + 3);
        return start < 0 ? "/" : path[start..];
    }
}
