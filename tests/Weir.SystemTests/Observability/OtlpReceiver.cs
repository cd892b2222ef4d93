// A small OpenTelemetry collector inside the test process: takes OTLP over http, as protobuf, and keeps what it was sent.
using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Resource.V1;
using OpenTelemetry.Proto.Trace.V1;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

/// <summary>Listens on a free port of 127.0.0.1.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile int _status;

    private OtlpReceiver(int status)
    {
        _status = status;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    /// <summary>What exports are answered with; only 200 keeps what they bring.</summary>
    public int Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>For <c>telemetry.otlpEndpoint</c>.</summary>
    public string Endpoint => _app.Urls.Single();

    public ConcurrentQueue<Span> Spans { get; } = new();

    /// <summary>The latest metrics by name.</summary>
    public ConcurrentDictionary<string, Metric> Metrics { get; } = new();

    public ConcurrentQueue<Resource> Resources { get; } = new();

    /// <summary>The path of each export, refused ones included.</summary>
    public ConcurrentQueue<string> Paths { get; } = new();

    /// <summary>The <c>authorization</c> of each export.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    public static async Task<OtlpReceiver> StartAsync(int status = StatusCodes.Status200OK)
    {
        var receiver = new OtlpReceiver(status);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits for the spans of a trace, the server's first and then those of its tries in their order.</summary>
    public async Task<Span[]> TraceAsync(string traceId)
    {
        await Eventually.Until(() => Of(traceId).Length > 0, $"spans of {traceId} arrive");
        return Of(traceId);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    public static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    public static string? Attribute(IEnumerable<KeyValue> attributes, string name) =>
        attributes.SingleOrDefault(a => a.Key == name)?.Value is { } value
            ? value.HasStringValue
                ? value.StringValue
                : value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;

    // A trace comes in one message.
    private Span[] Of(string traceId) =>
        [
            .. Spans
                .Where(span => Hex(span.TraceId) == traceId)
                .OrderByDescending(span => span.Kind == Span.Types.SpanKind.Server),
        ];

    private async Task TakeAsync(HttpContext context)
    {
        int status = _status;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Paths.Enqueue(context.Request.Path);
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        context.Response.StatusCode = status;
        if (status == (int)HttpStatusCode.OK)
        {
            context.Request.ContentType.ShouldBe("application/x-protobuf");
            Keep(context.Request.Path, body.ToArray());
        }
    }

    private void Keep(string path, byte[] message)
    {
        if (path == "/v1/traces")
        {
            foreach (
                ResourceSpans spans in ExportTraceServiceRequest
                    .Parser.ParseFrom(message)
                    .ResourceSpans
            )
            {
                Resources.Enqueue(spans.Resource);
                foreach (Span span in spans.ScopeSpans.SelectMany(scope => scope.Spans))
                {
                    Spans.Enqueue(span);
                }
            }
        }
        else if (path == "/v1/metrics")
        {
            foreach (
                Metric metric in ExportMetricsServiceRequest
                    .Parser.ParseFrom(message)
                    .ResourceMetrics.SelectMany(resource => resource.ScopeMetrics)
                    .SelectMany(scope => scope.Metrics)
            )
            {
                Metrics[metric.Name] = metric;
            }
        }
    }
}
