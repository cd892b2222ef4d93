// What the web servers beside the data plane have in common: how they are built, bound and named.
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Weir.Configuration.Values;

namespace Weir.Admin;

/// <summary>Steps of starting a web server.</summary>
internal static class WebHosting
{
    /// <summary>The empty builder: no settings from the environment or from an appsettings.json in the working directory, no log of its own.</summary>
    public static WebApplicationBuilder CreateBuilder(ServerSocket socket)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Services.AddRoutingCore();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(options =>
            options.CreateBoundListenSocket = socket.Listen
        );
        return builder;
    }

    /// <summary>Listens at <paramref name="endpoint"/>; every connection passes <paramref name="connections"/>, which holds
    /// <paramref name="limit"/>, and <paramref name="plain"/> where the port may be taken for one of TLS.</summary>
    public static void Listen(
        KestrelServerOptions options,
        IPEndPoint endpoint,
        HttpProtocols protocols,
        int limit,
        ConnectionTable connections,
        TlsRefusal? plain = null
    )
    {
        // Twice as many, since connections that the table has ended still count until they are gone.
        options.Limits.MaxConcurrentConnections = 2 * limit;
        options.Listen(
            endpoint,
            listen =>
            {
                listen.Protocols = protocols;
                listen.Use(next => connection => connections.InvokeAsync(connection, next));
                if (plain is not null)
                {
                    listen.Use(next => connection => plain.InvokeAsync(connection, next));
                }
            }
        );
    }

    /// <summary>Null when it serves; else why not, and it is disposed of.</summary>
    public static async Task<string?> TryStartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return null;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            return e.InnerException is AddressInUseException
                ? "is already in use"
                : $"cannot be used: {e.Message}";
        }
    }

    /// <summary>A name gives its first address, IPv4 first: one socket has one port, also where that is "any".</summary>
    public static async Task<IPEndPoint?> ResolveAsync(EndpointAddress address)
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
