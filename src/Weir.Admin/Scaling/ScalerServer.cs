// The port that KEDA calls: gRPC over HTTP/2 without TLS, apart from the admin API because other machines must reach it.
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Weir.Configuration.Values;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Scaling;

/// <summary>A running external scaler. It tells load figures and takes no orders.</summary>
public sealed class ScalerServer : IAsyncDisposable
{
    private const int MaxConnections = 64;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private ScalerServer(WebApplication app, IPEndPoint endpoint)
    {
        _app = app;
        Endpoint = endpoint;
    }

    /// <summary>Where it listens; the real port where the config says 0.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Binds <paramref name="address"/>, unless it gets a socket that listens, and serves; on failure the problem names it.</summary>
    public static async Task<(ScalerServer? Server, string? Problem)> StartAsync(
        EndpointAddress address,
        Func<IReadOnlyList<ClusterScaling>> signals,
        ServerSocket? socket = null
    )
    {
        socket ??= new ServerSocket();
        IPEndPoint? wanted = await socket.ResolveAsync(address);
        if (wanted is null)
        {
            return (null, $"scaling.address {address} does not resolve");
        }

        WebApplication app = Build(socket, wanted, signals);
        string? problem = await WebHosting.TryStartAsync(app);
        if (problem is not null)
        {
            return (null, $"scaling.address {address} {problem}");
        }

        return (new ScalerServer(app, socket.Endpoint), null);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(
        ServerSocket socket,
        IPEndPoint endpoint,
        Func<IReadOnlyList<ClusterScaling>> signals
    )
    {
        WebApplicationBuilder builder = WebHosting.CreateBuilder(socket);
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = 64 * 1024;
            options.EnableDetailedErrors = false;
        });
        builder.Services.AddSingleton(signals);
        builder.Services.AddSingleton(TimeProvider.System);
        var connections = new ConnectionTable(MaxConnections);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            WebHosting.Listen(options, endpoint, HttpProtocols.Http2, MaxConnections, connections);
        });
        WebApplication app = builder.Build();
        app.Use(connections.InvokeAsync);
        app.UseRouting();
        app.MapGrpcService<ScalerService>();
        return app;
    }
}
