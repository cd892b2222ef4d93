// The admin API: a small web server of its own, beside the data plane. Owns its listener, its pipeline and the event streams.
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Weir.Admin.Endpoints;
using Weir.Admin.Security;
using Weir.Admin.Views.Live;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;

namespace Weir.Admin;

/// <summary>A running admin API. Thread-safe.</summary>
public sealed class AdminServer : IAsyncDisposable
{
    private const int MaxConnections = 512;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly AdminParts _parts;

    private AdminServer(WebApplication app, AdminParts parts, IPEndPoint endpoint)
    {
        _app = app;
        _parts = parts;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens; the real port where the config says 0.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Binds <see cref="AdminConfig.Address"/> (which must not be null) unless it gets a socket that listens, and serves.</summary>
    public static async Task<AdminStart> StartAsync(
        IAdminControl control,
        AdminConfig config,
        ServerSocket? socket = null,
        TimeProvider? time = null
    )
    {
        EndpointAddress address =
            config.Address
            ?? throw new ArgumentException("the admin API is switched off", nameof(config));
        socket ??= new ServerSocket();
        IPEndPoint? wanted = await socket.ResolveAsync(address);
        if (wanted is null)
        {
            return new AdminStart(null, $"admin.address {address} does not resolve");
        }

        bool isBeyondLoopback = !IPAddress.IsLoopback(wanted.Address);
        if (isBeyondLoopback && config.Token is null or "")
        {
            return new AdminStart(
                null,
                $"admin.address {address} is reachable from other machines: admin.token is required"
            );
        }

        var parts = new AdminParts(
            control,
            new RequestGuard(config, isBeyondLoopback),
            time ?? TimeProvider.System
        );
        WebApplication app = Build(socket, wanted, parts);
        string? problem = await WebHosting.TryStartAsync(app);
        if (problem is not null)
        {
            parts.Dispose();
            return new AdminStart(null, $"admin.address {address} {problem}");
        }

        return new AdminStart(new AdminServer(app, parts, socket.Endpoint), null);
    }

    /// <summary>Takes over token and allowed hosts of a reloaded config; the address needs a restart.</summary>
    public void Apply(AdminConfig config) => _parts.Guard.Apply(config);

    /// <summary>Tells the event streams that a backend's health, state or weight changed. Quick; never blocks and never throws.</summary>
    public void PublishBackend(BackendState backend, string? reason = null)
    {
        var change = BackendEventView.Of(backend, reason, DateTimeOffset.UtcNow);
        _parts.Monitor.Changes.Add(change, backend.IsRemoved);
        _parts.Hub.PublishBackend(change);
    }

    /// <summary>Ends the event streams, lets answers under way finish for at most two seconds, and closes.</summary>
    public async Task StopAsync()
    {
        _parts.Hub.Complete();
        using var limit = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _parts.Dispose();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(ServerSocket socket, IPEndPoint endpoint, AdminParts parts)
    {
        WebApplicationBuilder builder = WebHosting.CreateBuilder(socket);
        var connections = new ConnectionTable(MaxConnections);
        var plain = new TlsRefusal(parts.Control.Complain);
        builder.WebHost.ConfigureKestrel(options =>
            Configure(options, endpoint, connections, plain)
        );

        WebApplication app = builder.Build();
        app.Use(connections.InvokeAsync);
        app.Use(RequestShell.InvokeAsync);
        app.Use(parts.Guard.InvokeAsync);
        app.UseRouting();
        AllEndpoints.Map(app, parts);
        return app;
    }

    // Limits fit a handful of operators and scrapers, so that the admin port cannot starve the data plane of memory or descriptors.
    private static void Configure(
        KestrelServerOptions options,
        IPEndPoint endpoint,
        ConnectionTable connections,
        TlsRefusal plain
    )
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 64 * 1024;
        options.Limits.RequestHeadersTimeout = HeaderTimeout;
        WebHosting.Listen(
            options,
            endpoint,
            HttpProtocols.Http1,
            MaxConnections,
            connections,
            plain
        );
    }
}
