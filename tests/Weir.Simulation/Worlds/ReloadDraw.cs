// Draws what a reload changes besides a cluster's settings: names, ways, listeners and their limits.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Hosts keep their names; what they lead to, and what that is called, may change. In a sound world nothing of it costs an answer.</summary>
internal static class ReloadDraw
{
    private const char Renamed = 'r'; // behind a name that ends in a number

    /// <summary>The name in the scenario of what is called <paramref name="name"/> in some config.</summary>
    public static string FirstName(string name) => name.TrimEnd(Renamed);

    public static WeirConfig Change(
        WeirConfig config,
        Scenario scenario,
        Rng rng,
        Action<string> note
    )
    {
        Dictionary<string, string> names = config.Clusters.ToDictionary(
            c => c.Name,
            c => Perhaps(c.Name, rng.Chance(0.5), note, "a cluster is renamed")
        );
        ImmutableArray<RouteConfig> routes = Routes(scenario, names, rng, note);
        var listeners = ImmutableArray.CreateBuilder<ListenerConfig>();
        foreach (ListenerConfig listener in scenario.Listeners)
        {
            // One stays: without any there is no config.
            if (!scenario.IsSound && listeners.Count > 0 && rng.Chance(0.3))
            {
                note("a listener is removed");
                continue;
            }

            // Who follows to another name is let in beyond its limit.
            bool mayMove = listener is { MaxConnections: 0, MaxConnectionsPerClient: 0 };
            listeners.Add(
                listener with
                {
                    Name = Perhaps(
                        listener.Name,
                        mayMove && rng.Chance(0.3),
                        note,
                        "a listener is renamed"
                    ),
                    Cluster = names[listener.Cluster!], // every listener has one
                    Routes = listener.Mode == ProxyMode.Http ? routes : [],
                    MaxBodyBytes = scenario.IsSound ? 0 : rng.Pick(0, 0, 10_000),
                }
            );
        }

        return config with
        {
            Clusters = [.. config.Clusters.Select(c => c with { Name = names[c.Name] })],
            Listeners = listeners.ToImmutable(),
        };
    }

    private static ImmutableArray<RouteConfig> Routes(
        Scenario scenario,
        Dictionary<string, string> names,
        Rng rng,
        Action<string> note
    )
    {
        string[] hosts =
        [
            .. scenario.Clusters.Where(c => c.Mode == ProxyMode.Http).Select(c => c.Config.Name),
        ];
        bool moves = hosts.Length > 1 && rng.Chance(0.5);
        if (moves)
        {
            note("routes are moved");
        }

        return
        [
            .. hosts.Select(host => new RouteConfig
            {
                Host = host,
                Cluster = names[moves ? hosts[rng.Next(hosts.Length)] : host],
            }),
        ];
    }

    private static string Perhaps(string name, bool changes, Action<string> note, string what)
    {
        if (changes)
        {
            note(what);
        }

        return changes ? name + Renamed : name;
    }
}
