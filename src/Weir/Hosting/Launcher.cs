// The way from `weir run` to a running load balancer, and back when a signal ends it.
using Weir.Commands;
using Weir.Composition;
using Weir.Configuration;
using Weir.Handover;
using Weir.Reload;

namespace Weir.Hosting;

/// <summary>Loads the configuration, runs, and drains.</summary>
internal static class Launcher
{
    // A start that goes well is over by then, and drains like any other process; one that hangs serves nobody.
    private static readonly TimeSpan s_lateStart = TimeSpan.FromSeconds(1);

    // They speak to this process; its children would mistake them for theirs.
    private static readonly string[] InheritanceVariables =
    [
        "LISTEN_PID",
        "LISTEN_FDS",
        "LISTEN_FDNAMES",
        HandoverMessage.Variable,
    ];

    /// <summary>Runs until a signal ends it; returns the exit code. What keeps it from starting is told on <paramref name="error"/>.</summary>
    public static int Run(RunOptions options, TextWriter error)
    {
        // Before anything that may take its time: a file, a name, a disk.
        using var service = new Service();
        Task<Started?> start = Task.Factory.StartNew(
            () => Start(options, error),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        if (!service.WaitForStart(start, s_lateStart))
        {
            error.WriteLine("weir: ended by a signal before it served");
            return CommandLine.Ok;
        }

        using Started? started = start.GetAwaiter().GetResult();
        return started is null ? CommandLine.Failed : Serve(service, started);
    }

    /// <summary>Starts without taking signals or watching files; disposing stops. Null: it could not start, and <paramref name="error"/> says why.</summary>
    public static LoadBalancer? Start(WeirConfig config, TextWriter error) =>
        LoadBalancer.Start(new RunOptions(), config, new InheritedSockets(), error);

    private static Started? Start(RunOptions options, TextWriter error)
    {
        LoadedConfig? loaded = Load(options, error);
        string? handover = Environment.GetEnvironmentVariable(HandoverMessage.Variable);
        using var inherited = InheritedSockets.Take(
            Environment.GetEnvironmentVariable,
            Environment.ProcessId
        );
        foreach (string wrong in inherited.Problems)
        {
            error.WriteLine("weir: " + wrong);
        }

        if (loaded?.Config is not { } config || inherited.Problems.Count > 0)
        {
            return null;
        }

        Array.ForEach(InheritanceVariables, v => Environment.SetEnvironmentVariable(v, null));
        LoadBalancer? balancer = LoadBalancer.Start(
            options,
            config,
            inherited,
            error,
            loaded.Result.Origins
        );
        if (balancer is null)
        {
            return null;
        }

        string? problem = null;
        PidFile? pidFile = options.PidFile is null
            ? null
            : PidFile.TryWrite(options.PidFile, out problem);
        if (problem is not null)
        {
            error.WriteLine("weir: " + problem);
            balancer.Dispose();
            return null;
        }

        return new Started(balancer, loaded, handover, pidFile);
    }

    private static LoadedConfig? Load(RunOptions options, TextWriter error)
    {
        LoadedConfig? loaded = ConfigSource.Load(
            options.File,
            options.Overrides,
            out string? problem
        );
        if (problem is not null)
        {
            error.WriteLine("weir: " + problem);
        }

        if (loaded is not null)
        {
            ProblemPrinter.Print(loaded.Result.Problems, loaded.File, error);
        }

        return loaded;
    }

    private static int Serve(Service service, Started started)
    {
        using RuntimeFile? runtimeFile = RuntimeFile.TryWrite(
            started.Loaded.File,
            started.Balancer.AdminEndpoint
        );
        service.Attach(started.Balancer);
        using ConfigWatcher? watcher = started.Loaded is { IsWatchable: true, File: { } file }
            ? new ConfigWatcher(
                file,
                started.Loaded.Content,
                service.ReloadChanged,
                why => started.Balancer.Log.Error("config", why)
            )
            : null;
        Predecessor.TellReady(started.Handover);
        if (!service.WaitForEnd(StartupMemory.Calm))
        {
            StartupMemory.GiveBack();
            service.WaitForEnd(Timeout.InfiniteTimeSpan);
        }

        watcher?.Dispose();
        service.Drain();
        return CommandLine.Ok;
    }

    private sealed record Started(
        LoadBalancer Balancer,
        LoadedConfig Loaded,
        string? Handover,
        PidFile? PidFile
    ) : IDisposable
    {
        public void Dispose()
        {
            PidFile?.Dispose();
            Balancer.Dispose();
        }
    }
}
