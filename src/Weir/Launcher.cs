// The way from `weir run` to a running load balancer, and back when a signal ends it.
using Weir.Commands;
using Weir.Handover;
using Weir.Proxy.Configuration;

namespace Weir;

/// <summary>Loads the configuration, runs, and drains.</summary>
internal static class Launcher
{
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
        LoadedConfig? loaded = Load(options, error);
        string? handover = Environment.GetEnvironmentVariable(HandoverMessage.Variable);
        using var inherited = InheritedSockets.Take(
            Environment.GetEnvironmentVariable,
            Environment.ProcessId
        );
        foreach (string problem in inherited.Problems)
        {
            error.WriteLine("weir: " + problem);
        }

        if (loaded?.Config is not { } config || inherited.Problems.Count > 0)
        {
            return CommandLine.Failed;
        }

        Array.ForEach(InheritanceVariables, v => Environment.SetEnvironmentVariable(v, null));
        using var service = new Service();
        using LoadBalancer? balancer = LoadBalancer.Start(
            options,
            config,
            inherited,
            error,
            loaded.Result.Origins
        );
        return balancer is null
            ? CommandLine.Failed
            : Serve(service, balancer, options, loaded, handover, error);
    }

    /// <summary>Starts without taking signals or watching files; disposing stops. Null: it could not start, and <paramref name="error"/> says why.</summary>
    public static LoadBalancer? Start(WeirConfig config, TextWriter error) =>
        LoadBalancer.Start(new RunOptions(), config, new InheritedSockets(), error);

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

        foreach (ConfigProblem each in loaded?.Result.Problems ?? [])
        {
            error.WriteLine(each);
        }

        return loaded;
    }

    private static int Serve(
        Service service,
        LoadBalancer balancer,
        RunOptions options,
        LoadedConfig loaded,
        string? handover,
        TextWriter error
    )
    {
        string? problem = null;
        using PidFile? pidFile = options.PidFile is null
            ? null
            : PidFile.TryWrite(options.PidFile, out problem);
        if (problem is not null)
        {
            error.WriteLine("weir: " + problem);
            return CommandLine.Failed;
        }

        service.Attach(balancer);
        using ConfigWatcher? watcher = loaded is { IsWatchable: true, File: { } file }
            ? new ConfigWatcher(file, loaded.Content, service.Reload)
            : null;
        Predecessor.TellReady(handover);
        if (!service.WaitForEnd(StartupMemory.Calm))
        {
            StartupMemory.GiveBack();
            service.WaitForEnd(Timeout.InfiniteTimeSpan);
        }

        watcher?.Dispose();
        service.Drain();
        return CommandLine.Ok;
    }
}
