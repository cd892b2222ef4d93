// A load balancer before three backends that answer with their names, and what tests of reloads need. Owned by one test run.
using System.Collections.Immutable;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>Backends 0 to 2 answer b0 to b2: at once, when they are told to (/slow), or in two pieces (/begun).</summary>
internal sealed class ReloadRig
{
    public const string Slow = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly List<(SimPeer Peer, string Name)> _slow = [];
    private readonly List<(SimPeer Peer, string Name)> _begun = [];

    private ReloadRig(SimWorld world, WeirConfig config)
    {
        World = world;
        for (int i = 0; i < 3; i++)
        {
            string name = $"b{i}";
            Backends.Add(
                new ScriptBackend(
                    world,
                    SimConfigs.Backend(i),
                    (peer, head, _) => Answer(peer, head, name)
                )
            );
        }

        Proxy = new ProxyWorld(world, config);
    }

    public SimWorld World { get; }

    public ProxyWorld Proxy { get; }

    public List<ScriptBackend> Backends { get; } = [];

    public RawClient Client(string first) => new(World, SimConfigs.Front, first);

    /// <summary>A client whose first request was answered.</summary>
    public RawClient Served(int status = 200)
    {
        RawClient client = Client(WorkerTest.Get);
        Answer(client)[..3].ShouldBe($"{status}");
        return client;
    }

    public string Ask(RawClient client)
    {
        client.HasEnded.ShouldBeFalse();
        client.Send(WorkerTest.Get);
        return Answer(client);
    }

    /// <summary>Status and content of the latest response.</summary>
    public string Answer(RawClient client)
    {
        World.RunFor(10_000);
        string text = client.Text[client.Text.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
        string content = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return $"{client.Status} {(client.Status == 200 ? content : "")}";
    }

    public void Reload(WeirConfig config)
    {
        Proxy.Apply(config);
        World.RunFor(10_000);
    }

    public void EndSlow()
    {
        // One whose connection broke was asked again elsewhere.
        _slow
            .Where(s => !s.Peer.IsClosed)
            .ToList()
            .ForEach(s => ScriptBackend.Reply(s.Peer, s.Name));
        _slow.Clear();
    }

    public void EndBegun() => _begun.ForEach(b => b.Peer.Send(Encoding.ASCII.GetBytes(b.Name)));

    private void Answer(SimPeer peer, string head, string name)
    {
        if (head.Contains(" /slow ", StringComparison.Ordinal))
        {
            _slow.Add((peer, name));
        }
        else if (head.Contains(" /begun ", StringComparison.Ordinal))
        {
            _begun.Add((peer, name));
            peer.Send("HTTP/1.1 200 Sim\r\nContent-Length: 2\r\n\r\n"u8);
        }
        else
        {
            bool asksWho = head.Contains(" /ntlm ", StringComparison.Ordinal);
            ScriptBackend.Reply(peer, name, asksWho ? "WWW-Authenticate: NTLM\r\n" : "");
        }
    }

    public static ClusterConfig Cluster(string name, params int[] backends) =>
        SimConfigs.Cluster(1, name) with
        {
            Backends = [.. backends.Select(i => SimConfigs.BackendAt(i))],
        };

    public static ListenerConfig Front(string cluster) =>
        SimConfigs.Listener(ProxyMode.Http, cluster: cluster);

    public static ListenerConfig Other(string cluster) =>
        SimConfigs.Listener(ProxyMode.Http, "other", 81, cluster);

    public static WeirConfig Config(ClusterConfig cluster) =>
        Config([Front(cluster.Name)], [cluster]);

    public static WeirConfig Config(
        ImmutableArray<ListenerConfig> listeners,
        ImmutableArray<ClusterConfig> clusters
    ) => SimConfigs.Config(listeners, clusters);

    public static void Run(WeirConfig config, Action<ReloadRig> test) =>
        SimWorld.RunSeeds(
            _ => FaultProfile.None,
            world =>
            {
                var rig = new ReloadRig(world, config);
                world.RunFor(10_000);
                test(rig);
                rig.Proxy.CheckAtRest();
                rig.Backends.ForEach(b => b.Kill());
                rig.Proxy.Stop();
            },
            defaultCount: 5
        );
}
