// Writes one listener.

using System.Net;
using System.Text.Json;

namespace Weir.Configuration.Listeners;

/// <summary>The members of an entry of <c>listeners</c>.</summary>
internal static class ListenerWriter
{
    public static void WriteMembers(Utf8JsonWriter json, ListenerConfig listener)
    {
        ConfigWriter.WriteText(json, ListenerKeys.Name, listener.Name);
        ConfigWriter.WriteText(json, ListenerKeys.Address, listener.Address.Text);
        json.WriteNumber(ListenerKeys.Backlog.Name, listener.Backlog);
        ConfigWriter.WriteChoice(json, ListenerKeys.Mode, listener.Mode);
        if (listener.Cluster is { } cluster)
            ConfigWriter.WriteText(json, ListenerKeys.Cluster, cluster);
        json.WriteNumber(ListenerKeys.MaxConnections.Name, listener.MaxConnections);
        json.WriteNumber(
            ListenerKeys.MaxConnectionsPerClient.Name,
            listener.MaxConnectionsPerClient
        );
        // The rest has no effect in tcp mode, and the reader says so to whoever sets it there.
        if (listener.Mode == ProxyMode.Http)
            WriteHttp(json, listener);
    }

    private static void WriteHttp(Utf8JsonWriter json, ListenerConfig listener)
    {
        ConfigWriter.WriteDuration(
            json,
            ListenerKeys.ClientHeaderTimeout,
            listener.ClientHeaderTimeoutMs
        );
        json.WriteNumber(ListenerKeys.MaxHeaderBytes.Name, listener.MaxHeaderBytes);
        json.WriteNumber(ListenerKeys.MaxBodyBytes.Name, listener.MaxBodyBytes);
        json.WriteNumber(ListenerKeys.MinDataRate.Name, listener.MinDataRate);
        json.WriteBoolean(ListenerKeys.HalfClose.Name, listener.HalfClose);
        json.WriteBoolean(ListenerKeys.TcpDeferAccept.Name, listener.TcpDeferAccept);
        json.WriteStartArray(ListenerKeys.TrustedProxies.Name);
        foreach (IPNetwork network in listener.TrustedProxies)
            json.WriteStringValue(network.ToString());
        json.WriteEndArray();
        WriteRoutes(json, listener);
    }

    private static void WriteRoutes(Utf8JsonWriter json, ListenerConfig listener)
    {
        json.WriteStartArray(ListenerKeys.Routes.Name);
        foreach (RouteConfig route in listener.Routes)
        {
            json.WriteStartObject();
            if (route.Host is { } host)
                ConfigWriter.WriteText(json, RouteKeys.Host, host);
            if (route.PathPrefix is { } path)
                ConfigWriter.WriteText(json, RouteKeys.PathPrefix, path);
            ConfigWriter.WriteText(json, RouteKeys.Cluster, route.Cluster);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
