// The configuration that the demo runs with, and what in it the demo itself has to know.
using System.Collections.Immutable;
using System.Net;
using Weir.Commands;
using Weir.Commands.Instance;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Demo;

/// <summary>The built-in configuration with what <c>--set</c> changed.</summary>
internal sealed record DemoConfig
{
    /// <summary>Checks come each second, so that failover and recovery can be watched.</summary>
    private const string Text = """
        {
          "listen": { "host": "127.0.0.1", "port": 9000, "mode": "http" },
          "backends": [
            { "host": "127.0.0.1", "port": 9100 },
            { "host": "127.0.0.1", "port": 9101 },
            { "host": "127.0.0.1", "port": 9102 }
          ],
          "loadBalancer": { "backendCheckInterval": 1, "healthCheck": { "type": "http" } },
          "logging": { "level": "error", "mode": "stderr" },
          "shutdown": { "drainSeconds": 2 },
          "admin": { "address": "127.0.0.1:9001" }
        }
        """;

    public required WeirConfig Config { get; init; }

    /// <summary>Where clients reach Weir, such as <c>127.0.0.1:9000</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>Where the admin API answers; null when it is off.</summary>
    public required string? Admin { get; init; }

    /// <summary>Where the demo's own backends listen.</summary>
    public required ImmutableArray<IPEndPoint> Backends { get; init; }

    /// <summary>Null after saying what is wrong on <paramref name="error"/>.</summary>
    public static DemoConfig? Load(ImmutableArray<ConfigOverride> sets, TextWriter error)
    {
        ConfigReadOptions options = ConfigSource.FromEnvironment() with { Sets = sets };
        ConfigReadResult read = ConfigReader.Read(Text, "demo", options);
        foreach (ConfigProblem problem in read.Problems)
        {
            error.WriteLine(problem);
        }

        if (read.Config is not { } config)
        {
            return null;
        }

        ListenerConfig listener = config.Listeners[0];
        string? listen = AdminTarget.Connectable(listener.Address);
        ImmutableArray<IPEndPoint> backends = Endpoints(config.Clusters[0]);
        if (
            listener.Mode != ProxyMode.Http
            || listen is null
            || backends.Length != config.Clusters[0].Backends.Length
        )
        {
            error.WriteLine(
                "weir: the demo needs an http listener and backends on fixed ports of this machine's addresses"
            );
            return null;
        }

        return new DemoConfig
        {
            Config = config,
            Listen = listen,
            Admin = AdminTarget.Connectable(config.Admin.Address),
            Backends = backends,
        };
    }

    /// <summary>Every address that must be free, and how it can be moved.</summary>
    public IEnumerable<(IPEndPoint Endpoint, string Remedy)> Needed()
    {
        yield return (IPEndPoint.Parse(Listen), "--set listen.port=PORT");
        if (Admin is not null && IPEndPoint.TryParse(Admin, out IPEndPoint? admin))
        {
            yield return (admin, "--set admin.address=HOST:PORT");
        }

        for (int i = 0; i < Backends.Length; i++)
        {
            yield return (Backends[i], $"--set backends.{i}.port=PORT");
        }
    }

    private static ImmutableArray<IPEndPoint> Endpoints(ClusterConfig cluster) =>
        [
            .. cluster
                .Backends.Where(b => b.Address.Kind == EndpointKind.Ip)
                .Select(b => new IPEndPoint(IPAddress.Parse(b.Address.Host), b.Address.Port)),
        ];
}
