// The settings that apply to a request, with where each was written.
using System.Text.Json;
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Weir.Configuration.Origins;

namespace Weir.Commands.Explain;

/// <summary>Values come from the configuration as the program writes it, so that nothing here knows their types.</summary>
internal static class ExplainSettings
{
    private static readonly string[] OfHttpListener =
    [
        "clientHeaderTimeout",
        "maxHeaderBytes",
        "maxBodyBytes",
        "maxConnections",
        "trustedProxies",
    ];

    private static readonly string[] OfCluster =
    [
        "algorithm",
        "backendConnectTimeout",
        "connectionIdleTimeout",
        "connectionPoolSize",
        "maxConnections",
        "queueTimeout",
        "maxQueue",
        "whenAllUnhealthy",
    ];

    private static readonly string[] OfHttpCluster = ["responseTimeout", "retries"];

    private static readonly string[] OfTcpCluster = ["tcpPooling", "reuseQuietTime"];

    public static SettingView[] Of(
        WeirConfig config,
        ConfigOrigins? origins,
        int listener,
        string? cluster
    )
    {
        using var written = JsonDocument.Parse(ConfigWriter.Write(config));
        JsonElement root = written.RootElement;
        JsonElement at = root.GetProperty("listeners")[listener];
        bool isHttp = config.Listeners[listener].Mode == ProxyMode.Http;
        List<SettingView> settings = [];
        string unwritten = origins is null ? "in force" : "default";
        foreach (string key in isHttp ? OfHttpListener : ["maxConnections"])
        {
            Add("listener." + key, at, key, origins?.OfListener(listener, key));
        }

        if (isHttp)
        {
            const string Idle = "connectionIdleTimeout";
            JsonElement common = root.GetProperty("loadBalancer");
            Add("client." + Idle, common, Idle, origins?.Find("loadBalancer." + Idle));
        }

        if (cluster is not null)
        {
            JsonElement own = root.GetProperty("clusters").GetProperty(cluster);
            foreach (string key in OfCluster.Concat(isHttp ? OfHttpCluster : OfTcpCluster))
            {
                Add("cluster." + key, own, key, origins?.OfCluster(cluster, key));
            }
        }

        return [.. settings];

        void Add(string name, JsonElement section, string key, ConfigOrigin? origin)
        {
            if (section.TryGetProperty(key, out JsonElement value))
            {
                settings.Add(new(name, value.GetRawText(), origin?.ToString() ?? unwritten));
            }
        }
    }
}
