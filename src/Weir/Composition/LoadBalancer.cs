// The composition root: makes the parts of a running load balancer, joins them, and takes them apart in order.
using System.Net;
using Weir.Commands;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Weir.Handover;
using Weir.Hosting;
using Weir.Linux;
using Weir.Linux.Uring;
using Weir.Logging;
using Weir.Observability;
using Weir.Proxy.Health;
using Weir.Proxy.Metrics;
using Weir.Reload;
using Weir.Telemetry;

namespace Weir.Composition;

/// <summary>One running load balancer: logs, data plane, admin API, reporter. Started whole or not at all.</summary>
internal sealed class LoadBalancer : IDisposable
{
    private readonly Logs _logs;
    private readonly DataPlane _plane;
    private readonly MetricsCollector _collector;
    private readonly MetricsReporter _reporter;
    private readonly ScalingTicker _scaling;
    private readonly BackendNotices _notices;
    private readonly Reloader _reloader;
    private readonly InheritedSockets _inherited;
    private readonly WebServers _servers;
    private readonly TelemetryExport _telemetry;
    private DoctorWatch? _doctor;
    private TimeSpan _drainLimit;
    private volatile bool _isDraining;
    private bool _isDisposed;

    private LoadBalancer(
        RunOptions options,
        WeirConfig config,
        ReactorEngine engine,
        InheritedSockets inherited
    )
    {
        _inherited = inherited;
        _drainLimit = TimeSpan.FromMilliseconds(config.Shutdown.DrainMs);
        _logs = new Logs(
            config,
            DataPlane.WorkersFor(config.Reactor),
            holdsBack: options.Greeting is not null
        );
        _plane = new DataPlane(config.Reactor, engine, _logs.Events, OnDefect);
        _collector = new MetricsCollector(_plane.Counters, VersionCommand.Text, _plane.Engine.Name)
        {
            LogDrops = _logs.Drops,
        };
        _plane.Health.OnDefect = new CheckDefects(_collector.Checks, _logs.Events).OnDefect;
        _notices = new BackendNotices(_logs.Events, _plane);
        var ports = new PortBinder();
        _reloader = new Reloader(options, _plane, _logs, _collector, _notices, inherited, ports)
        {
            Applied = OnApplied,
        };
        _reporter = new MetricsReporter(
            _collector,
            figures => MetricsEvent.Write(_logs.Logger, figures, _logs.MetricsEvent),
            failure => _logs.Logger.Error("metrics", failure.Message)
        );
        _servers = new WebServers(inherited, ports, _logs.Logger);
        _telemetry = new TelemetryExport(
            _logs.Events,
            new ExporterParts
            {
                Errors = _logs.Logger,
                Drops = _logs.Drops,
                Collect = () => _collector.Collect(),
            }
        );
        _scaling = new ScalingTicker(
            _collector,
            failure => _logs.Logger.Error("scaling", failure.Message)
        );
    }

    /// <summary>Starts everything; null, with the reasons on <paramref name="error"/>, when anything could not start.</summary>
    public static LoadBalancer? Start(
        RunOptions options,
        WeirConfig config,
        InheritedSockets inherited,
        TextWriter error,
        ConfigOrigins? origins = null
    )
    {
        ResourceLimits.RaiseOpenFiles();
        ReactorEngine? engine = ReactorEngine.Choose(
            config.Reactor.Engine,
            UringSupport.Probe(),
            out string? problem
        );
        if (engine is null)
        {
            error.WriteLine("weir: " + ShownText.Escape(problem ?? ""));
            return null;
        }

        if (Logs.ProblemsOf(config).ToArray() is { Length: > 0 } unwritable)
        {
            error.WriteLine("weir: " + ShownText.Escape(string.Join("; ", unwritable)));
            return null;
        }

        var balancer = new LoadBalancer(options, config, engine, inherited);
        problem = balancer.TryStart(config, origins);
        if (problem is null)
        {
            balancer.Greet(options.Greeting);
            return balancer;
        }

        balancer.Dispose();
        error.WriteLine("weir: " + ShownText.Escape(problem));
        return null;
    }

    /// <summary>Where the admin API listens; null when it is off.</summary>
    public IPEndPoint? AdminEndpoint => _servers.Admin?.Endpoint;

    /// <summary>Reads the file again; what came of it is in the log.</summary>
    public void Reload() => _reloader.Reload();

    /// <summary>The same if that content is new; false when it is not.</summary>
    public bool ReloadChanged(ReadOnlySpan<byte> content, Action began) =>
        _reloader.ReloadChanged(content, began) is not null;

    /// <summary>Reopens log files.</summary>
    public void ReopenLogs() => _logs.Reopen();

    /// <summary>For what happens to the process as a whole.</summary>
    public Logger Log => _logs.Logger;

    /// <inheritdoc cref="Reloader.HandOver"/>
    public void HandOver(Func<bool> handOver) => _reloader.HandOver(handOver);

    /// <summary>All listening sockets, for a process that takes over.</summary>
    public HandoverMessage CopyForChild(ChildDescriptors copies, string readyPipe) =>
        new()
        {
            ReadyPipe = readyPipe,
            Listeners = _reloader.CopyForChild(copies),
            Servers = _servers.CopyForChild(copies),
        };

    /// <summary>
    /// Lets clients finish within the drain time, cuts the rest, and tells the log about it. When another process has taken over,
    /// the admin API is that one's from the start.
    /// </summary>
    public void Drain(bool isReplaced)
    {
        _isDraining = true;
        _logs.Logger.Write(LogLevel.Info, LogNames.Shutdown);
        if (isReplaced)
        {
            StopServers();
        }

        _reloader.LetGo();
        bool finished = _plane.Drain(_drainLimit);
        _logs.Logger.Write(
            LogLevel.Info,
            LogNames.Drained,
            finished,
            static (writer, finished) => writer.WriteString("result", finished ? "finished" : "cut")
        );
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _reporter.Dispose();
        _scaling.Dispose();
        StopServers();
        _doctor?.Dispose();
        _reloader.Dispose();
        _plane.Dispose();
        _telemetry.Dispose();
        _logs.Dispose();
    }

    private string? TryStart(WeirConfig config, ConfigOrigins? origins)
    {
        LogStart();
        IReadOnlyList<string> problems = _reloader.Start(config, origins);
        if (problems.Count > 0)
        {
            return string.Join("; ", problems);
        }

        if (config.Admin.Address is not null && StartAdmin(config) is { } problem)
        {
            return problem;
        }

        _scaling.Start(config.Scaling.WindowMs);
        _telemetry.Apply(config.Telemetry);
        if (
            config.Scaling.Address is { } scaler
            && _servers.StartScaler(scaler, config, () => _collector.Scaling) is { } why
        )
        {
            return why;
        }

        DropInherited();
        _plane.Start();
        _reporter.Start(config.LoadBalancer.MetricsIntervalMs);
        return null;
    }

    private void Greet(TextWriter? screen)
    {
        if (screen is not null)
        {
            Greeting.Write(screen, _reloader.Snapshot!.Listeners, _servers.Admin?.Endpoint); // started
            _logs.Release();
        }
    }

    private string? StartAdmin(WeirConfig config)
    {
        _doctor = new DoctorWatch(_collector);
        var control = new AdminControl(
            _plane,
            _reloader,
            _collector,
            _doctor,
            _logs,
            () => _isDraining
        );
        string? problem = _servers.StartAdmin(control, config);
        _notices.Admin = _servers.Admin;
        return problem;
    }

    private void StopServers()
    {
        _notices.Admin = null;
        _servers.Dispose();
    }

    private void DropInherited()
    {
        foreach (string socket in _inherited.Unclaimed)
        {
            _logs.Logger.Error(
                "listener",
                $"no listener has the address or name of socket {socket}"
            );
        }

        _inherited.Dispose();
    }

    private void LogStart() =>
        _logs.Logger.Write(
            LogLevel.Info,
            LogNames.Start,
            _plane,
            static (writer, plane) =>
            {
                writer.WriteString("version", VersionCommand.Text);
                writer.WriteString("engine", plane.Engine.Name);
                writer.WriteString("engineReason", plane.Engine.Reason);
                writer.WriteNumber("workers", plane.Workers.Count);
            }
        );

    private void OnApplied(WeirConfig config)
    {
        _drainLimit = TimeSpan.FromMilliseconds(config.Shutdown.DrainMs);
        _reporter.SetInterval(config.LoadBalancer.MetricsIntervalMs);
        _scaling.SetWindow(config.Scaling.WindowMs);
        _servers.Admin?.Apply(config.Admin);
        _telemetry.Apply(config.Telemetry);
    }

    // A thread of the data plane died of a defect: better to end and be started again than to serve half.
    private void OnDefect(string what)
    {
        _logs.Logger.Error("defect", what);
        _logs.Logger.Flush(TimeSpan.FromSeconds(1));
        Environment.Exit(CommandLine.Failed);
    }
}
