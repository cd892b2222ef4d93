// Clients that send at a steady rate whatever the answers do, as the public does; a closed loop would wait politely and hide the damage.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Weir.SystemTests.Support;

namespace Weir.Faults.Tools;

/// <summary>Requests at a fixed rate on kept connections; latency counts from when a request was due. Every n-th may be a POST.</summary>
public sealed class OpenLoop : IDisposable
{
    private readonly EndPoint _server;
    private readonly double _perSecond;
    private readonly int _postEvery;
    private readonly string _path;
    private readonly ConcurrentBag<RawClient> _idle = [];
    private readonly ConcurrentQueue<Outcome> _outcomes = new();
    private readonly List<Task> _requests = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Task _pacer;
    private volatile bool _stops;

    private OpenLoop(EndPoint server, double perSecond, int postEvery, string path)
    {
        (_server, _perSecond, _postEvery, _path) = (server, perSecond, postEvery, path);
        _pacer = Task.Run(PaceAsync);
    }

    public IReadOnlyCollection<Outcome> Outcomes => _outcomes;

    public TimeSpan Now => _clock.Elapsed;

    public static OpenLoop Start(
        EndPoint server,
        double perSecond,
        int postEvery = 0,
        string path = "/"
    ) => new(server, perSecond, postEvery, path);

    /// <summary>A whole run that goes on until this many requests have ended.</summary>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(
        EndPoint server,
        double perSecond,
        int count
    )
    {
        using OpenLoop load = Start(server, perSecond);
        await Eventually.Until(() => load.Outcomes.Count >= count, $"{count} requests end");
        return await load.StopAsync();
    }

    /// <summary>A whole run of this length.</summary>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(
        EndPoint server,
        double perSecond,
        TimeSpan time
    )
    {
        using OpenLoop load = Start(server, perSecond);
        await Eventually.Pass(time);
        return await load.StopAsync();
    }

    /// <summary>Sends no more and waits for what is under way.</summary>
    public async Task<IReadOnlyList<Outcome>> StopAsync()
    {
        _stops = true;
        await _pacer;
        await Eventually.Within(Task.WhenAll(_requests), "the last requests to end");
        return [.. _outcomes];
    }

    /// <summary>The time under which a share of the outcomes ended; zero where there are none.</summary>
    public static TimeSpan Percentile(IEnumerable<Outcome> outcomes, double share)
    {
        TimeSpan[] times = [.. outcomes.Select(o => o.Took).Order()];
        return times.Length == 0
            ? TimeSpan.Zero
            : times[int.Min(times.Length - 1, (int)(times.Length * share))];
    }

    public void Dispose()
    {
        _stops = true;
        foreach (RawClient client in _idle)
        {
            client.Dispose();
        }
    }

    private async Task PaceAsync()
    {
        for (int id = 1; !_stops; id++)
        {
            TimeSpan due = TimeSpan.FromSeconds(id / _perSecond);
            if (due > _clock.Elapsed)
            {
                await Eventually.Pass(due - _clock.Elapsed);
            }

            int number = id;
            _requests.Add(Task.Run(() => RequestAsync(number, due)));
        }
    }

    private async Task RequestAsync(int id, TimeSpan due)
    {
        bool isGet = _postEvery == 0 || id % _postEvery != 0;
        string request = isGet
            ? $"GET {_path} HTTP/1.1\r\nHost: test\r\n\r\n"
            : $"POST {_path} HTTP/1.1\r\nHost: test\r\nX-Post-Id: {id}\r\nContent-Length: 4\r\n\r\npost";
        (int status, string error) = (0, "");
        try
        {
            if (!_idle.TryTake(out RawClient? client))
            {
                client = await RawClient.ConnectAsync(_server);
            }

            HttpMessage answer = await client.ExchangeAsync(request);
            (status, error) = (answer.Status, answer.Field("Proxy-Status") ?? "");
            if (answer.Field("Connection") == "close")
            {
                client.Dispose();
            }
            else
            {
                _idle.Add(client);
            }
        }
        catch (Exception e)
            when (e is IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            error = e.Message;
        }

        _outcomes.Enqueue(new Outcome(due, _clock.Elapsed - due, status, error, isGet, id));
    }
}
