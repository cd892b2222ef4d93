// Configurations put into force one after the other, as reloads do it, without workers to tell. Weir.Tests links this file.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;

namespace Weir.Simulation.Harness;

internal sealed class LivingConfig(IBackendObserver observer)
{
    private readonly SnapshotBuilder _builder = new(observer);

    public ProxySnapshot InForce { get; private set; } = ProxySnapshot.None;

    public ProxySnapshot Apply(WeirConfig config)
    {
        ProxySnapshot next = _builder.Build(config, InForce);
        next.Publish(InForce, static () => { });
        return InForce = next;
    }

    /// <summary>Clusters alone; returns what lives of them, in the same order.</summary>
    public ClusterState[] Apply(params ImmutableArray<ClusterConfig> clusters) =>
        [
            .. Apply(new WeirConfig { Listeners = [], Clusters = clusters })
                .Clusters.Select(c => c.State),
        ];
}
