// The demo from start to end: three backends, Weir before them, traffic through it; one backend dies and comes back.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Weir.Commands;
using Weir.Hosting;

namespace Weir.Demo;

/// <summary>Runs the demo; everything it starts ends with it.</summary>
internal sealed class DemoScenario : IAsyncDisposable
{
    /// <summary>An endless demo repeats the story in this many seconds.</summary>
    private const int EndlessRoundSeconds = 30;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(5);

    private readonly DemoConfig _config;
    private readonly DemoBackend[] _backends;
    private readonly DemoNarrator _narrator;
    private readonly DemoTraffic _traffic;
    private readonly DemoAdmin _admin;
    private readonly HashSet<string> _cutRequests = new(StringComparer.Ordinal);
    private readonly int _roundSeconds;
    private readonly bool _isEndless;
    private long _cutFailures;

    private DemoScenario(DemoConfig config, int seconds, DemoBackend[] backends, TextWriter output)
    {
        _config = config;
        _backends = backends;
        _isEndless = seconds == 0;
        _roundSeconds = _isEndless ? EndlessRoundSeconds : seconds;
        _narrator = new DemoNarrator(output);
        _traffic = new DemoTraffic(new Uri($"http://{config.Listen}/"));
        _admin = new DemoAdmin(config);
    }

    /// <summary>The backend that dies: the middle one.</summary>
    private DemoBackend Victim => _backends[_backends.Length / 2];

    /// <summary>Runs the demo and returns the exit code.</summary>
    public static int Run(DemoOptions options, TextWriter output, TextWriter error)
    {
        if (DemoConfig.Load(options.Sets, error) is not { } config)
        {
            return CommandLine.Failed;
        }

        if (Taken(config) is { } taken)
        {
            error.WriteLine(taken);
            return CommandLine.Failed;
        }

        DemoBackend[] backends =
        [
            .. config.Backends.Select((at, i) => new DemoBackend($"backend-{i + 1}", at)),
        ];
        try
        {
            Array.ForEach(backends, static backend => backend.Start());
            using IDisposable? weir = Launcher.Start(config.Config, error);
            return weir is null
                ? CommandLine.Failed
                : RunAsync(config, options.Seconds, backends, output).GetAwaiter().GetResult();
        }
        catch (SocketException failure)
        {
            error.WriteLine($"weir: a demo backend cannot listen: {failure.Message}");
            return CommandLine.Failed;
        }
        finally
        {
            Array.ForEach(backends, static backend => backend.Dispose());
        }
    }

    private static async Task<int> RunAsync(
        DemoConfig config,
        int seconds,
        DemoBackend[] backends,
        TextWriter output
    )
    {
        await using var scenario = new DemoScenario(config, seconds, backends, output);
        return await scenario.PlayAsync();
    }

    /// <summary>Says which address is taken, or null when all are free.</summary>
    internal static string? Taken(DemoConfig config)
    {
        foreach ((IPEndPoint endpoint, string remedy) in config.Needed())
        {
            using var probe = new Socket(
                endpoint.AddressFamily,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            try
            {
                probe.Bind(endpoint);
                probe.Listen(1);
            }
            catch (SocketException failure)
            {
                return $"weir: cannot listen on {endpoint}: {failure.Message}; free it, or move the demo with {remedy}";
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _traffic.DisposeAsync();
        _admin.Dispose();
    }

    private async Task<int> PlayAsync()
    {
        using var end = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = EndOn(PosixSignal.SIGINT, end);
        using PosixSignalRegistration terminate = EndOn(PosixSignal.SIGTERM, end);
        Introduce();
        _traffic.Start();
        try
        {
            await WatchAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            _narrator.Say($"interrupted");
        }

        await _traffic.StopAsync();
        CountFailures();
        DemoSummary.Print(_traffic, _cutFailures, _admin.Metrics(), _narrator);
        return CommandLine.Ok;
    }

    private void Introduce()
    {
        _narrator.Say($"Weir balances at  http://{_config.Listen}/");
        if (_config.Admin is { } admin)
        {
            _narrator.Say($"dashboard at      http://{admin}/  (metrics: http://{admin}/metrics)");
        }

        foreach (DemoBackend backend in _backends)
        {
            _narrator.Say($"{backend.Name} answers at http://{backend.Endpoint}/");
        }
    }

    private async Task WatchAsync(CancellationToken end)
    {
        using var ticks = new PeriodicTimer(s_tick);
        long started = Stopwatch.GetTimestamp();
        TimeSpan nextProgress = s_progressEvery;
        bool isDown = false;
        while (_isEndless || Stopwatch.GetElapsedTime(started).TotalSeconds < _roundSeconds)
        {
            await ticks.WaitForNextTickAsync(end);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            double share = elapsed.TotalSeconds % _roundSeconds / _roundSeconds;
            bool shouldBeDown = share is >= 1.0 / 3 and < 2.0 / 3;
            if (shouldBeDown != isDown)
            {
                isDown = shouldBeDown;
                Turn(isDown);
            }

            CountFailures();
            _narrator.SayHealth(_admin.Health());
            if (elapsed >= nextProgress)
            {
                nextProgress = elapsed + s_progressEvery;
                _narrator.Say($"{_traffic.Requests} requests so far, {_traffic.Failed} failed");
            }
        }
    }

    private void Turn(bool down)
    {
        if (!down)
        {
            Victim.Start();
            _narrator.Say($"{Victim.Name} ({Victim.Endpoint}) is started again");
            return;
        }

        (int connections, string[] requests) = Victim.Kill();
        _cutRequests.UnionWith(requests);
        _narrator.Say(
            $"{Victim.Name} ({Victim.Endpoint}) is killed: {connections} connections reset, {requests.Length} requests under way"
        );
    }

    private void CountFailures()
    {
        List<DemoFailure> failures = _traffic.TakeFailures();
        _cutFailures += failures.Count(failure => _cutRequests.Contains(failure.Id));
        _narrator.SayFailures(failures);
    }

    private static PosixSignalRegistration EndOn(PosixSignal signal, CancellationTokenSource end) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                end.Cancel();
            }
        );
}
