// Puts configs into force: the first one, and each that a reload brings. A bad one changes nothing.
using System.Collections.Immutable;
using Weir.Admin;
using Weir.Commands;
using Weir.Composition;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Weir.Discovery.Names;
using Weir.Handover;
using Weir.Linux;
using Weir.Observability;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;

namespace Weir.Reload;

/// <summary>Applies configs one at a time, from whichever thread asks.</summary>
internal sealed class Reloader(
    RunOptions options,
    DataPlane plane,
    Logs logs,
    MetricsCollector collector,
    BackendNotices notices,
    InheritedSockets inherited,
    PortBinder ports
) : IDisposable
{
    private static readonly TimeSpan FirstLookUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_letGoWithin = TimeSpan.FromSeconds(1);

    /// <summary>The watcher needs two looks until it trusts a change; a command within one more second belongs to the same change.</summary>
    private static readonly TimeSpan OneChange = TimeSpan.FromSeconds(1);

    private readonly Lock _reloading = new(); // for one reload from the file's first byte; never taken by who ends the process
    private readonly Lock _lock = new();
    private readonly ListenerBinder _binder = new(plane.Workers.Count, inherited, ports);
    private readonly SnapshotBuilder _builder = new(
        notices,
        // Random bits of the kernel, like RandomNumberGenerator's, which would load 4 MB of OpenSSL for them.
        BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()),
        $"{Guid.NewGuid()}"
    );
    private readonly NameResolver _resolver = new(plane.Membership);
    private readonly ReloadLog _log = new(logs.Logger, options.File);
    private volatile ProxySnapshot? _snapshot;
    private volatile ConfigOrigins _origins = ConfigOrigins.None;
    private volatile RejectedConfig? _rejected;
    private volatile bool _hasLetGo;
    private SeenFile? _seen;

    /// <summary>What is in force; null before the first config.</summary>
    public ProxySnapshot? Snapshot => _snapshot;

    /// <summary>Where the values of the file that was read last were written.</summary>
    public ConfigOrigins Origins => _origins;

    /// <summary>The file on disk where the last reload of it failed; null where it is in force.</summary>
    public RejectedConfig? Rejected => _rejected;

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

    /// <summary>Reads the file again and applies it if it is valid, because somebody says so.</summary>
    public ReloadResult Reload()
    {
        lock (_reloading)
        {
            return ReadAndApply(isNoticed: false);
        }
    }

    /// <summary>
    /// The same because the watcher found <paramref name="content"/>. Null, and nothing done, when that is what somebody has had
    /// reloaded already; <paramref name="began"/> is called otherwise, before anything happens.
    /// </summary>
    public ReloadResult? ReloadChanged(ReadOnlySpan<byte> content, Action began)
    {
        lock (_reloading)
        {
            if (_hasLetGo || _seen?.Has(content) == true)
            {
                return null;
            }

            began();
            return ReadAndApply(isNoticed: true);
        }
    }

    /// <summary>
    /// Keeps reloads waiting while another process is made to take over: that one reads the file for itself, and both would want the
    /// addresses that are new in it. True from <paramref name="handOver"/> says that it has; then no reload comes any more.
    /// </summary>
    public void HandOver(Func<bool> handOver)
    {
        lock (_reloading)
        {
            if (handOver())
            {
                _hasLetGo = true;
            }
        }
    }

    // Outside the lock that the end of the process takes: a file may not answer for seconds.
    private ReloadResult ReadAndApply(bool isNoticed)
    {
        if (options.File is null)
        {
            return ReloadResult.NoFile;
        }

        LoadedConfig? loaded = ConfigSource.Load(
            options.File,
            options.Overrides,
            out string? problem
        );
        SeenFile? before = _seen;
        _seen = loaded is null ? null : new SeenFile(loaded.Content, isNoticed);
        // A save and a HUP are one change, whichever comes first.
        if (!isNoticed && loaded is not null && before?.AnswerFor(loaded, OneChange) is { } answer)
        {
            return answer;
        }

        if (loaded?.Config is not { } read)
        {
            ReloadResult rejected = Reject(
                loaded is null ? "cannot be read" : "is invalid",
                [problem ?? "", .. loaded?.Result.Problems.Select(p => p.ToString()) ?? []]
            );
            _seen?.Result = rejected;
            return rejected;
        }

        lock (_lock)
        {
            return Apply(loaded, read);
        }
    }

    private ReloadResult Apply(LoadedConfig loaded, WeirConfig read)
    {
        if (_hasLetGo)
        {
            return Reject(null, ["this process drains and takes no new configuration"]);
        }

        ReloadPlan plan = ConfigDiff.PlanReload(_snapshot!.Config, read, loaded.File!); // started before, from a file
        List<string> problems = [.. logs.ProblemsIfMoved(plan.InForce)];
        if (problems.Count == 0)
        {
            problems = plan.ChangesAnything ? Apply(plan.InForce) : LookUpAgain();
        }

        if (problems.Count > 0)
        {
            // Not by the file's fault: the same file may do in a moment.
            return Reject("cannot be applied", problems);
        }

        _origins = loaded.Result.Origins;
        ReloadResult accepted = Accept(plan);
        _seen?.Result = accepted;
        return accepted;
    }

    // Nothing differs, but names may lead elsewhere by now.
    private List<string> LookUpAgain()
    {
        _ = _resolver.Apply(_snapshot!.Clusters); // started before
        return [];
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
    /// <remarks>What is being applied may hang, on a log file for instance. The sockets close with the process then.</remarks>
    public void LetGo()
    {
        _hasLetGo = true;
        if (!_lock.TryEnter(s_letGoWithin))
        {
            return;
        }

        try
        {
            _binder.Dispose();
        }
        finally
        {
            _lock.Exit();
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
        BoundListeners? bound = _binder.TryBind(config, problems);
        if (bound is null)
        {
            return problems;
        }

        ProxySnapshot snapshot = _builder.Build(config, _snapshot);
        _binder.Commit(config.Listeners, bound);
        for (int i = 0; i < snapshot.Listeners.Length; i++)
        {
            snapshot.Listeners[i].State.Local = bound.Groups[i][0].Local; // binding found one for each
        }

        bool isFirst = _snapshot is null;
        _resolver.Prepare(snapshot.Clusters);
        snapshot.Publish(before: _snapshot, () => TellAll(snapshot, bound));
        Task lookUps = _resolver.Apply(snapshot.Clusters);
        if (isFirst)
        {
            lookUps.Wait(FirstLookUp); // no client has come yet: "localhost" is usable from the start
        }

        Announce(snapshot, bound);
        return problems;
    }

    // The workers last: when something is counted its series is there.
    private void TellAll(ProxySnapshot snapshot, BoundListeners bound)
    {
        _snapshot = snapshot;
        collector.Follow(snapshot);
        plane.Apply(snapshot, bound.Shares);
    }

    private void Announce(ProxySnapshot snapshot, BoundListeners bound)
    {
        for (int i = 0; i < snapshot.Listeners.Length; i++)
        {
            if (bound.Shares[i] is not null)
            {
                _log.Listening(snapshot.Listeners[i]);
            }
        }
    }

    private ReloadResult Accept(ReloadPlan plan)
    {
        _rejected = null;
        string[] warnings = [.. plan.Warnings.Select(w => w.ToString())];
        collector.CountReload(success: true);
        _log.Reloaded(warnings);
        logs.Apply(plan.InForce);
        Applied(plan.InForce);
        return new ReloadResult(ReloadOutcome.Applied, [.. warnings]);
    }

    // Without words on how the file is, nothing is said about it.
    private ReloadResult Reject(string? how, IEnumerable<string> problems)
    {
        ImmutableArray<string> told = [.. problems.Where(p => p.Length > 0)];
        if (how is not null)
        {
            _rejected = new RejectedConfig(_rejected?.Since ?? DateTimeOffset.UtcNow, how, told);
        }

        collector.CountReload(success: false);
        _log.Rejected(told);
        return new ReloadResult(ReloadOutcome.Rejected, told);
    }
}
