// Members of clusters that the configuration does not list one by one: whoever finds them says so here.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>
/// Changes who belongs to a cluster, without a reload and in proportion to what changed: all threads pick by the new members at once, and
/// those that keep something of each member are told of the difference (<see cref="IBackendObserver.OnMembersChanged"/>). Thread-safe;
/// never to be called on a reactor.
/// </summary>
public sealed class Membership
{
    private readonly Lock _lock = new();
    private ClusterSnapshot[] _clusters = [];

    /// <summary>Another configuration comes into force. What a source named in a cluster that stays is kept.</summary>
    public void Follow(ClusterSnapshot[] clusters)
    {
        lock (_lock)
        {
            _clusters = clusters;
        }
    }

    /// <summary>
    /// From now on <paramref name="source"/> names exactly these as members of a cluster, beside those of the configuration and of other
    /// sources. An address is a member as long as anybody names it; where the configuration does, its weight is the configuration's.
    /// False, and nothing done, where no cluster has that name.
    /// </summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="members">All that the source names, in an order that it keeps where it can; none to take back what it named.</param>
    /// <param name="source">Whoever says so; another source's members are not touched.</param>
    public bool Set(string cluster, ImmutableArray<BackendConfig> members, string source)
    {
        lock (_lock)
        {
            ClusterState? state = Array
                .Find(_clusters, c => string.Equals(c.Name, cluster, StringComparison.Ordinal))
                ?.State;
            if (state is null)
            {
                return false;
            }

            MemberChange change = state.SetMembers(source, members);
            if (!change.IsEmpty)
            {
                state.Observer.OnMembersChanged(change);
            }

            return true;
        }
    }
}
