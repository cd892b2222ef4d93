// YARP as its manual advises for speed: no log, HTTP/1.1 to the backend, a pool without limit. Arguments: PORT BACKEND_PORT.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{args[0]}");
builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
RouteConfig[] routes =
[
    new()
    {
        RouteId = "all",
        ClusterId = "backend",
        Match = new RouteMatch { Path = "{**rest}" },
    },
];
ClusterConfig[] clusters =
[
    new()
    {
        ClusterId = "backend",
        Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal)
        {
            ["one"] = new() { Address = $"http://127.0.0.1:{args[1]}/" },
        },
        HttpRequest = new ForwarderRequestConfig
        {
            Version = new Version(1, 1),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        },
    },
];
builder.Services.AddReverseProxy().LoadFromMemory(routes, clusters);
WebApplication app = builder.Build();
app.MapReverseProxy();
app.Run();
