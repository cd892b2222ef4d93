// A client of the admin API.
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Weir.SystemTests.Support;

public sealed class WeirAdmin(IPEndPoint endpoint) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri($"http://{endpoint}"),
        Timeout = Eventually.Deadline,
    };

    public IPEndPoint Endpoint => endpoint;

    public async Task<Metrics> MetricsAsync() =>
        new(await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    public async Task<JsonElement> JsonAsync(string path)
    {
        string text = await _http.GetStringAsync(new Uri(path, UriKind.Relative));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async Task<AdminAnswer> SendAsync(
        string method,
        string path,
        string? json = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(path, UriKind.Relative)
        );
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (json is not null)
        {
            request.Content = new StringContent(
                json,
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            );
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        return new AdminAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync()
        );
    }

    public async Task<int> StatusOfAsync(string path) => (await SendAsync("GET", path)).Status;

    /// <summary>Health of a backend as the list of clusters has it.</summary>
    public async Task<JsonElement> BackendAsync(string address, string cluster = "default")
    {
        JsonElement clusters = await JsonAsync("/api/v1/clusters");
        return clusters
            .EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == cluster)
            .GetProperty("backends")
            .EnumerateArray()
            .Single(b => b.GetProperty("address").GetString() == address);
    }

    public Task<AdminAnswer> ControlAsync(
        string action,
        string address,
        string cluster = "default"
    ) =>
        SendAsync(
            "POST",
            $"/api/v1/clusters/{cluster}/backends/{Uri.EscapeDataString(address)}/{action}"
        );

    /// <summary>Waits until a scrape satisfies a condition.</summary>
    public Task UntilAsync(Func<Metrics, bool> holds, string what) =>
        Eventually.Until(async () => holds(await MetricsAsync()), what);

    public void Dispose() => _http.Dispose();
}
