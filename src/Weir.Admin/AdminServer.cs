// The admin API: a small web server of its own, beside the data plane. Owns its listener, its pipeline and the event streams.
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Weir.Admin.Endpoints;
using Weir.Admin.Events;
using Weir.Admin.Security;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;

namespace Weir.Admin;

/// <summary>A running admin API. Thread-safe.</summary>
public sealed class AdminServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly EventHub _hub;
    private readonly RequestGuard _guard;

    private AdminServer(WebApplication app, EventHub hub, RequestGuard guard, IPEndPoint endpoint)
    {
        _app = app;
        _hub = hub;
        _guard = guard;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens; the real port where the config says 0.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Binds <see cref="AdminConfig.Address"/> (which must not be null) and serves.</summary>
    public static async Task<AdminStart> StartAsync(
        IAdminControl control,
        AdminConfig config,
        TimeProvider? time = null
    )
    {
        EndpointAddress address =
            config.Address
            ?? throw new ArgumentException("the admin API is switched off", nameof(config));
        IPEndPoint? wanted = await ResolveAsync(address);
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

        var guard = new RequestGuard(config, isBeyondLoopback);
        var hub = new EventHub(control, time ?? TimeProvider.System);
        WebApplication app = Build(control, wanted, guard, hub);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            hub.Dispose();
            await app.DisposeAsync();
            string why =
                e.InnerException is AddressInUseException
                    ? "is already in use"
                    : $"cannot be used: {e.Message}";
            return new AdminStart(null, $"admin.address {address} {why}");
        }

        int port = new Uri(app.Urls.First()).Port;
        return new AdminStart(
            new AdminServer(app, hub, guard, new IPEndPoint(wanted.Address, port)),
            null
        );
    }

    /// <summary>Takes over token and allowed hosts of a reloaded config; the address needs a restart.</summary>
    public void Apply(AdminConfig config) => _guard.Apply(config);

    /// <summary>Tells the event streams that a backend's health, state or weight changed. Quick; never blocks and never throws.</summary>
    public void PublishBackend(BackendState backend, string? reason = null) =>
        _hub.PublishBackend(backend, reason);

    /// <summary>Ends the event streams, lets answers under way finish for at most two seconds, and closes.</summary>
    public async Task StopAsync()
    {
        _hub.Complete();
        using var limit = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _hub.Dispose();
        await _app.DisposeAsync();
    }

    // The empty builder: no settings from the environment or from an appsettings.json in the working directory, no log of its own.
    private static WebApplication Build(
        IAdminControl control,
        IPEndPoint endpoint,
        RequestGuard guard,
        EventHub hub
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options => Configure(options, endpoint));

        WebApplication app = builder.Build();
        app.Use(RequestShell.InvokeAsync);
        app.Use(guard.InvokeAsync);
        app.UseRouting();
        ProbeEndpoints.Map(app, control);
        StatusEndpoints.Map(app, control);
        BackendEndpoints.Map(app, control);
        ReloadEndpoint.Map(app, control);
        EventEndpoint.Map(app, hub);
        DashboardEndpoints.Map(app);
        return app;
    }

    // Limits fit a handful of operators and scrapers, so that the admin port cannot starve the data plane of memory or descriptors.
    private static void Configure(KestrelServerOptions options, IPEndPoint endpoint)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = 512;
        options.Limits.MaxRequestBodySize = 64 * 1024;
        options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
    }

    // A name gives its first address, IPv4 first: one socket has one port, also where that is "any".
    private static async Task<IPEndPoint?> ResolveAsync(EndpointAddress address)
    {
        if (address.Kind == EndpointKind.Unix)
        {
            return null;
        }

        // The resolver takes no "any" address such as 0.0.0.0.
        if (IPAddress.TryParse(address.Host, out IPAddress? literal))
        {
            return new IPEndPoint(literal, address.Port);
        }

        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(address.Host);
            IPAddress? first = found.MinBy(a => a.AddressFamily != AddressFamily.InterNetwork);
            return first is null ? null : new IPEndPoint(first, address.Port);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
