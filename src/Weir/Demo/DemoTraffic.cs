// Steady light traffic through Weir: a few clients on keep-alive connections, each at a fixed pace, with every answer
// counted. Owned by the scenario; its clients run on pool threads.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Weir.Demo;

/// <summary>Sends requests until stopped.</summary>
internal sealed class DemoTraffic(Uri target) : IAsyncDisposable
{
    private const int Clients = 8;

    /// <summary>8 clients, one request each 40 ms: 200 a second.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(40);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Clients }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
    };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _byBackend = new(StringComparer.Ordinal);
    private readonly LatencyHistogram _latency = new();
    private readonly ConcurrentQueue<DemoFailure> _failures = new();
    private Task _clients = Task.CompletedTask;
    private long _requests;
    private long _failed;

    /// <summary>Requests that were answered or failed.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public long Failed => Interlocked.Read(ref _failed);

    public LatencyHistogram Latency => _latency;

    /// <summary>Answers by the name of the backend.</summary>
    public IReadOnlyDictionary<string, long> ByBackend => _byBackend;

    /// <summary>The failures since the last call.</summary>
    public List<DemoFailure> TakeFailures()
    {
        var taken = new List<DemoFailure>();
        while (_failures.TryDequeue(out DemoFailure? failure))
        {
            taken.Add(failure);
        }

        return taken;
    }

    public void Start() =>
        _clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(RunClientAsync));

    /// <summary>Sends nothing more and waits for the answers under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunClientAsync(int client)
    {
        using var pace = new PeriodicTimer(s_pace);
        try
        {
            // Spread over the pace, so that the clients do not knock all at once.
            await Task.Delay(s_pace * client / Clients, _stop.Token);
            for (long n = 0; await pace.WaitForNextTickAsync(_stop.Token); n++)
            {
                await SendAsync(string.Create(CultureInfo.InvariantCulture, $"{client}-{n}"));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task SendAsync(string id)
    {
        long started = Stopwatch.GetTimestamp();
        string? cause = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            request.Headers.Add(DemoBackend.RequestHeader, id);
            using HttpResponseMessage response = await _http.SendAsync(request);
            if (response.IsSuccessStatusCode)
            {
                string backend = Header(response, "X-Backend") ?? "unknown";
                _byBackend.AddOrUpdate(backend, 1, static (_, count) => count + 1);
            }
            else
            {
                cause = $"{(int)response.StatusCode} {Header(response, "Proxy-Status")}".TrimEnd();
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            cause = failure.InnerException?.Message ?? failure.Message;
        }

        _latency.Add(Stopwatch.GetElapsedTime(started));
        if (cause is not null)
        {
            Interlocked.Increment(ref _failed);
            _failures.Enqueue(new DemoFailure(id, cause));
        }

        Interlocked.Increment(ref _requests);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values)
            ? string.Join(", ", values)
            : null;
}
