// What became of the members of a cluster between two configurations.
using System.Collections.Immutable;

namespace Weir.Proxy.Backends;

/// <summary>A change that is in force already, for those who keep something of each member.</summary>
/// <param name="Cluster">Whose members.</param>
/// <param name="Joined">Members that are new.</param>
/// <param name="Left">Those that are members no more.</param>
/// <param name="Reweighted">Those of which another weight is told now.</param>
public sealed record MemberChange(
    ClusterState Cluster,
    ImmutableArray<BackendState> Joined,
    ImmutableArray<BackendState> Left,
    ImmutableArray<BackendState> Reweighted
)
{
    public bool IsEmpty => Joined.IsEmpty && Left.IsEmpty && Reweighted.IsEmpty;
}
