// Puts configs into force: the first one, and each that a reload brings. A bad one changes nothing.
using System.Collections.Immutable;
using Weir.Admin;
using Weir.Commands;
using Weir.Handover;
using Weir.Linux;
using Weir.Logging;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Workers;

namespace Weir;

/// <summary>Applies configs one at a time, from whichever thread asks.</summary>
internal sealed class Reloader(
    RunOptions options,
    DataPlane plane,
    Logs logs,
    MetricsCollector collector,
    BackendNotices notices,
    InheritedSockets inherited
) : IDisposable
{
    private static readonly TimeSpan FirstLookUp = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly ListenerBinder _binder = new(plane.Workers.Count, inherited);
    private readonly SnapshotBuilder _builder = new(
        new BackendRegistry(notices),
        // Random bits of the kernel, like RandomNumberGenerator's, which would load 4 MB of OpenSSL for them.
        BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()),
        $"{Guid.NewGuid()}"
    );
    private readonly NameResolver _resolver = new();
    private volatile ProxySnapshot? _snapshot;
    private volatile ConfigOrigins _origins = ConfigOrigins.None;
    private bool _hasLetGo;

    /// <summary>What is in force; null before the first config.</summary>
    public ProxySnapshot? Snapshot => _snapshot;

    /// <summary>Where the values of the file that was read last were written.</summary>
    public ConfigOrigins Origins => _origins;

    /// <summary>Told after each reload that was applied.</summary>
    public Action<WeirConfig> Applied { get; set; } = static _ => { };

    /// <summary>Puts the first config into force; returns what kept it from that, nothing when all is well.</summary>
    public IReadOnlyList<string> Start(WeirConfig config, ConfigOrigins? origins = null)
    {
        lock (_lock)
        {
            _origins = origins ?? ConfigOrigins.None;
            return Apply(config);
        }
    }

    /// <summary>Reads the file again and applies it if it is valid.</summary>
    public ReloadResult Reload()
    {
        lock (_lock)
        {
            if (options.File is null)
            {
                return ReloadResult.NoFile;
            }

            if (_hasLetGo)
            {
                return Reject(["this process drains and takes no new configuration"]);
            }

            LoadedConfig? loaded = ConfigSource.Load(
                options.File,
                options.Overrides,
                out string? problem
            );
            if (loaded?.Config is not { } read)
            {
                return Reject([
                    problem ?? "",
                    .. loaded?.Result.Problems.Select(p => p.ToString()) ?? [],
                ]);
            }

            ReloadPlan plan = ConfigDiff.PlanReload(_snapshot!.Config, read, options.File); // started before
            List<string> problems = plan.ChangesAnything ? Apply(plan.InForce) : [];
            if (problems.Count > 0)
            {
                return Reject(problems);
            }

            _origins = loaded.Result.Origins;
            return Accept(plan);
        }
    }

    /// <summary>The listeners' sockets, for a process that takes over.</summary>
    public HandedListener[] CopyForChild(ChildDescriptors copies)
    {
        lock (_lock)
        {
            return [.. _binder.CopyForChild(copies)];
        }
    }

    /// <summary>The end begins: no config comes any more, and the listeners' sockets close with the workers' copies.</summary>
    public void LetGo()
    {
        lock (_lock)
        {
            _hasLetGo = true;
            _binder.Dispose();
        }
    }

    public void Dispose()
    {
        LetGo();
        _resolver.Dispose();
    }

    // Binding comes first: after it nothing can fail.
    private List<string> Apply(WeirConfig config)
    {
        List<string> problems = [];
        BoundListeners? bound = _binder.TryBind(config.Listeners, problems);
        if (bound is null)
        {
            return problems;
        }

        ProxySnapshot snapshot = _builder.Build(config);
        _binder.Commit(config.Listeners, bound);
        for (int i = 0; i < snapshot.Listeners.Length; i++)
        {
            snapshot.Listeners[i].State.Local = bound.Groups[i]!.Local; // binding found one for each
        }

        collector.SetTopology(MetricsTopologyBuilder.Build(snapshot));

        // Names are looked up before the first client comes, so that "localhost" is usable from the start.
        Task lookUps = _resolver.Apply(snapshot.Clusters);
        if (_snapshot is null)
        {
            lookUps.Wait(FirstLookUp);
        }

        _snapshot = snapshot;
        Post(snapshot, bound);
        Announce(snapshot, bound);
        return problems;
    }

    private void Post(ProxySnapshot snapshot, BoundListeners bound)
    {
        for (int worker = 0; worker < plane.Workers.Count; worker++)
        {
            ListenSocket[]?[] sockets = [.. bound.Shares.Select(s => s?[worker])];
            plane.Workers[worker].PostApply(new WorkerPlan(snapshot, sockets));
        }

        plane.Health.Post(snapshot.Clusters);
    }

    private void Announce(ProxySnapshot snapshot, BoundListeners bound)
    {
        for (int i = 0; i < snapshot.Listeners.Length; i++)
        {
            if (bound.Shares[i] is not null)
            {
                LogListening(snapshot.Listeners[i]);
            }
        }
    }

    private void LogListening(ListenerSnapshot listener) =>
        logs.Logger.Write(
            LogLevel.Info,
            LogNames.Listening,
            listener,
            static (writer, listener) =>
            {
                writer.WriteString("listener", listener.Name);
                writer.WriteString("address", listener.State.Local.ToString());
                writer.WriteNumber("port", listener.State.Local.Port);
                writer.WriteString("mode", listener.Config.Mode == ProxyMode.Http ? "http" : "tcp");
            }
        );

    private ReloadResult Accept(ReloadPlan plan)
    {
        string[] warnings = [.. plan.Warnings.Select(w => w.ToString())];
        collector.CountReload(success: true);
        LogReload(LogLevel.Info, LogNames.ConfigReloaded, "warnings", warnings);
        logs.Apply(plan.InForce);
        Applied(plan.InForce);
        return new ReloadResult(ReloadOutcome.Applied, [.. warnings]);
    }

    private ReloadResult Reject(IEnumerable<string> problems)
    {
        ImmutableArray<string> told = [.. problems.Where(p => p.Length > 0)];
        collector.CountReload(success: false);
        LogReload(LogLevel.Error, LogNames.ConfigRejected, "problems", [.. told]);
        return new ReloadResult(ReloadOutcome.Rejected, told);
    }

    private void LogReload(LogLevel level, string eventName, string listName, string[] texts) =>
        logs.Logger.Write(
            level,
            eventName,
            (options.File, listName, texts),
            static (writer, state) =>
            {
                writer.WriteString("file", state.File);
                writer.WriteStartArray(state.listName);
                foreach (string text in state.texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
            }
        );
}
