// One cluster as compiled: what a request is routed to.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;

namespace Weir.Proxy.Snapshots;

/// <summary>A cluster of one config. Immutable; a request keeps the settings that it was routed with.</summary>
/// <param name="State">What lives on over reloads: backends, their load and health.</param>
/// <param name="Config">The settings of this config; those of <paramref name="State"/> are the newest.</param>
public sealed record ClusterSnapshot(ClusterState State, ClusterConfig Config)
{
    public string Name => Config.Name;
}
