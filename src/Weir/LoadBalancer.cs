// The composition root: makes the parts of a running load balancer, joins them, and takes them apart in order.
using System.Net;
using Weir.Admin;
using Weir.Admin.Scaling;
using Weir.Commands;
using Weir.Logging;
using Weir.Proxy.Configuration;
using Weir.Proxy.Metrics;

namespace Weir;

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
    private AdminServer? _admin;
    private ScalerServer? _scaler;
    private DoctorWatch? _doctor;
    private TimeSpan _drainLimit;
    private volatile bool _isDraining;
    private bool _isDisposed;

    private LoadBalancer(RunOptions options, WeirConfig config)
    {
        _drainLimit = TimeSpan.FromMilliseconds(config.Shutdown.DrainMs);
        _logs = new Logs(config, DataPlane.WorkersFor(config.Reactor));
        _plane = new DataPlane(config.Reactor, _logs.Events, OnDefect);
        _collector = new MetricsCollector(_plane.Counters, VersionCommand.Text, _plane.EngineName)
        {
            LogDrops = _logs.Drops,
        };
        _notices = new BackendNotices(_logs.Events) { Workers = _plane.Workers };
        _reloader = new Reloader(options, _plane, _logs, _collector, _notices)
        {
            Applied = OnApplied,
        };
        _reporter = new MetricsReporter(
            _collector,
            figures => MetricsEvent.Write(_logs.Logger, figures),
            failure => _logs.Logger.Error("metrics", failure.Message)
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
        TextWriter error,
        ConfigOrigins? origins = null
    )
    {
        Linux.ResourceLimits.RaiseOpenFiles();
        var balancer = new LoadBalancer(options, config);
        string? problem = balancer.TryStart(config, origins);
        if (problem is null)
        {
            return balancer;
        }

        balancer.Dispose();
        error.WriteLine("weir: " + problem);
        return null;
    }

    /// <summary>Where the admin API listens; null when it is off.</summary>
    public string? AdminAddress => _admin?.Endpoint.ToString();

    /// <summary>Reads the file again; what came of it is in the log.</summary>
    public void Reload() => _reloader.Reload();

    /// <summary>Opens log files anew.</summary>
    public void ReopenLogs() => _logs.Reopen();

    /// <summary>Lets clients finish within the drain time, cuts the rest, and tells the log about it.</summary>
    public void Drain()
    {
        _isDraining = true;
        _logs.Logger.Write(LogLevel.Info, LogNames.Shutdown);
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
        _scaler?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _admin?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _doctor?.Dispose();
        _reloader.Dispose();
        _plane.Dispose();
        _logs.Dispose();
    }

    private string? TryStart(WeirConfig config, ConfigOrigins? origins)
    {
        LogStart();
        if (config.Reactor.Engine == EngineChoice.IoUring)
        {
            _logs.Logger.Error("reactor", "engine io_uring is not there yet: epoll is used");
        }

        IReadOnlyList<string> problems = _reloader.Start(config, origins);
        if (problems.Count > 0)
        {
            return string.Join("; ", problems);
        }

        if (config.Admin.Address is not null && StartAdmin(config.Admin) is { } problem)
        {
            return problem;
        }

        _scaling.Start(config.Scaling.WindowMs);
        if (config.Scaling.Address is { } scaler && StartScaler(scaler) is { } why)
        {
            return why;
        }

        _plane.Start();
        _reporter.Start(config.LoadBalancer.MetricsIntervalMs);
        return null;
    }

    private string? StartAdmin(AdminConfig config)
    {
        _doctor = new DoctorWatch(_collector);
        var control = new AdminControl(
            _plane,
            _reloader,
            _collector,
            _doctor,
            _logs.Events.Failures,
            () => _isDraining
        );
        AdminStart start = AdminServer.StartAsync(control, config).GetAwaiter().GetResult();
        _admin = start.Server;
        _notices.Admin = start.Server;
        if (start.Server is { } server)
        {
            LogListening("admin", server.Endpoint);
        }

        return start.Problem;
    }

    private string? StartScaler(EndpointAddress address)
    {
        (_scaler, string? problem) = ScalerServer
            .StartAsync(address, () => _collector.Scaling)
            .GetAwaiter()
            .GetResult();
        if (_scaler is not null)
        {
            LogListening("scaler", _scaler.Endpoint);
        }

        return problem;
    }

    // The servers beside the data plane, whose mode is their name.
    private void LogListening(string name, IPEndPoint endpoint) =>
        _logs.Logger.Write(
            LogLevel.Info,
            LogNames.Listening,
            (name, endpoint),
            static (writer, server) =>
            {
                writer.WriteString("listener", server.name);
                writer.WriteString("address", server.endpoint.ToString());
                writer.WriteNumber("port", server.endpoint.Port);
                writer.WriteString("mode", server.name);
            }
        );

    private void LogStart() =>
        _logs.Logger.Write(
            LogLevel.Info,
            LogNames.Start,
            _plane,
            static (writer, plane) =>
            {
                writer.WriteString("version", VersionCommand.Text);
                writer.WriteString("engine", plane.EngineName);
                writer.WriteNumber("workers", plane.Workers.Count);
            }
        );

    private void OnApplied(WeirConfig config)
    {
        _drainLimit = TimeSpan.FromMilliseconds(config.Shutdown.DrainMs);
        _reporter.SetInterval(config.LoadBalancer.MetricsIntervalMs);
        _scaling.SetWindow(config.Scaling.WindowMs);
        _admin?.Apply(config.Admin);
    }

    // A thread of the data plane died of a defect: better to end and be started again than to serve half.
    private void OnDefect(string what)
    {
        _logs.Logger.Error("defect", what);
        _logs.Logger.Flush(TimeSpan.FromSeconds(1));
        Environment.Exit(CommandLine.Failed);
    }
}
