// The web servers beside the data plane, admin API and external scaler, with their sockets. Owned by the composition root.
using System.Net;
using System.Net.Sockets;
using Weir.Admin;
using Weir.Admin.Scaling;
using Weir.Configuration;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Weir.Handover;
using Weir.Linux;
using Weir.Logging;
using Weir.Proxy.Metrics;
using Weir.Proxy.Primitives;

namespace Weir.Composition;

/// <summary>Started by one thread; stopped at the end, or as soon as another process has taken over.</summary>
internal sealed class WebServers(InheritedSockets inherited, PortBinder ports, Logger log)
    : IDisposable
{
    // Each of a handful of operators and scrapers comes by itself.
    private const int Backlog = 512;

    private readonly List<(string Name, string Address, ServerSocket Socket)> _sockets = [];
    private ScalerServer? _scaler;

    /// <summary>Null when it is off, and after the end.</summary>
    public AdminServer? Admin { get; private set; }

    /// <summary>Returns why it does not serve, or null.</summary>
    public string? StartAdmin(IAdminControl control, WeirConfig config)
    {
        const string Name = "admin";
        ServerSocket socket = SocketFor(Name, config.Admin.Address!.Text, config); // asked for only with one
        AdminStart start = AdminServer
            .StartAsync(control, config.Admin, socket)
            .GetAwaiter()
            .GetResult();
        Admin = start.Server;
        if (Admin is not null)
        {
            LogListening(Name, Admin.Endpoint);
        }

        return start.Problem;
    }

    /// <inheritdoc cref="StartAdmin"/>
    public string? StartScaler(
        EndpointAddress address,
        WeirConfig config,
        Func<IReadOnlyList<ClusterScaling>> signals
    )
    {
        const string Name = "scaler";
        ServerSocket socket = SocketFor(Name, address.Text, config);
        (_scaler, string? problem) = ScalerServer
            .StartAsync(address, signals, socket)
            .GetAwaiter()
            .GetResult();
        if (_scaler is not null)
        {
            LogListening(Name, _scaler.Endpoint);
        }

        return problem;
    }

    /// <summary>Their sockets, for a process that takes over.</summary>
    public HandedListener[] CopyForChild(ChildDescriptors copies) =>
        [
            .. _sockets.Select(s => new HandedListener(
                s.Name,
                s.Address,
                [copies.Add(s.Socket.Handle)]
            )),
        ];

    public void Dispose()
    {
        _scaler?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _scaler = null;
        Admin?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Admin = null;
        _sockets.Clear();
    }

    private ServerSocket SocketFor(string name, string address, WeirConfig config)
    {
        var socket = new ServerSocket(
            inherited.ClaimForServer(name, address),
            endpoint => Bind(endpoint, config)
        );
        _sockets.Add((name, address, socket));
        return socket;
    }

    // As listeners are bound, so that the one does not keep the other from a wider or narrower address of the same port.
    private Socket Bind(IPEndPoint endpoint, WeirConfig config)
    {
        using SocketGroup? group = ports.Bind(
            SocketEndpoint.FromAddress(endpoint.Address, endpoint.Port),
            Backlog,
            count: 1,
            PortBinder.HasEveryIPv4(config, endpoint.Port),
            out string? problem
        );
        return group is null ? throw new IOException(problem) : new Socket(group.CopyForRuntime());
    }

    // Their mode is their name.
    private void LogListening(string name, IPEndPoint endpoint) =>
        log.Write(
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
}
