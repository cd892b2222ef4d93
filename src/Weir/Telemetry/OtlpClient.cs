// Sends OTLP messages over http, as protobuf (https://opentelemetry.io/docs/specs/otlp/#otlphttp). Owned by the exporter's thread.
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Weir.Commands;
using Weir.Configuration.Process;

namespace Weir.Telemetry;

/// <summary>One collector. A send waits for its answer, at most <see cref="LongestSend"/>.</summary>
internal sealed class OtlpClient : IDisposable
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    /// <summary>A collector that moves behind its name is found again after this long.</summary>
    private static readonly TimeSpan LongestConnection = TimeSpan.FromMinutes(5);

    private readonly string _endpoint;
    private readonly HttpClient _http;
    private readonly (string Name, string Value)[] _headers;

    public OtlpClient(TelemetryConfig config)
    {
        _endpoint = config.Endpoint!; // there is none without
        _headers = [.. config.Headers.Select(static h => (h.Key, h.Value))];
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                ActivityHeadersPropagator = null,
                AllowAutoRedirect = false,
                ConnectTimeout = LongestConnect,
                PooledConnectionLifetime = LongestConnection,
                UseCookies = false,
            }
        )
        {
            Timeout = LongestSend,
        };
    }

    /// <summary>Posts to the endpoint's <paramref name="path"/>. Never throws for what the network or the collector does.</summary>
    public ExportResult Send(string path, IMessage message, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint + path)
        {
            Content = new ByteArrayContent(message.ToByteArray()),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        request.Headers.TryAddWithoutValidation("User-Agent", "Weir/" + VersionCommand.Text);
        foreach ((string name, string value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using HttpResponseMessage response = _http.Send(request, cancel);
            return response.IsSuccessStatusCode
                ? ExportResult.Done
                : new ExportResult(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{_endpoint}{path} answered {(int)response.StatusCode}"
                    ),
                    MayRetry(response.StatusCode)
                );
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            string why = e is OperationCanceledException ? "no answer in time" : e.Message;
            return new ExportResult($"{_endpoint}{path}: {why}", MayRetry: true);
        }
    }

    public void Dispose() => _http.Dispose();

    // Those of the protocol, no others.
    private static bool MayRetry(HttpStatusCode status) =>
        status
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;
}
