// The way from `weir run` to a running load balancer, and back when a signal ends it.
using Weir.Commands;
using Weir.Proxy.Configuration;

namespace Weir;

/// <summary>Loads the configuration, runs, and drains.</summary>
internal static class Launcher
{
    /// <summary>Runs until a signal ends it; returns the exit code. What keeps it from starting is told on <paramref name="error"/>.</summary>
    public static int Run(RunOptions options, TextWriter error)
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

        if (loaded?.Config is not { } config)
        {
            return CommandLine.Failed;
        }

        using var ended = new ManualResetEventSlim();
        using LoadBalancer? balancer = LoadBalancer.Start(
            options,
            config,
            error,
            loaded.Result.Origins
        );
        if (balancer is null)
        {
            return CommandLine.Failed;
        }

        var notifier = SystemdNotifier.FromEnvironment();
        void Reload()
        {
            notifier.Reloading();
            balancer.Reload();
            notifier.Ready();
        }

        using var signals = new Signals
        {
            Shutdown = ended.Set,
            Reload = () => ThreadPool.QueueUserWorkItem(_ => Reload()),
            ReopenLogs = balancer.ReopenLogs,
        };
        signals.Register();
        using ConfigWatcher? watcher = loaded is { IsWatchable: true, File: { } file }
            ? new ConfigWatcher(file, loaded.Content, Reload)
            : null;
        notifier.Ready();
        ended.Wait();
        notifier.Stopping();
        watcher?.Dispose();
        balancer.Drain();
        return CommandLine.Ok;
    }

    /// <summary>Starts without taking signals or watching files; disposing stops. Null: it could not start, and <paramref name="error"/> says why.</summary>
    public static LoadBalancer? Start(WeirConfig config, TextWriter error) =>
        LoadBalancer.Start(new RunOptions(), config, error);
}
