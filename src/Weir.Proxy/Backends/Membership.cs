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

    /// <summary>The same for the cluster in force that has this name. False, and nothing done, where none has.</summary>
    public bool Set(string cluster, ImmutableArray<BackendConfig> members, string source)
    {
        lock (_lock)
        {
            ClusterSnapshot? found = Array.Find(
                _clusters,
                c => string.Equals(c.Name, cluster, StringComparison.Ordinal)
            );
            if (found is not null)
            {
                Set(found.State, members, source);
            }

            return found is not null;
        }
    }

    /// <summary>
    /// From now on <paramref name="source"/> names exactly these as members of a cluster, beside those of the configuration and of other
    /// sources. An address is a member as long as anybody names it; where the configuration does, its weight is the configuration's. A source
    /// that is called like a backend of the configuration stands for it: while it names anybody, that one is no member itself.
    /// </summary>
    /// <param name="cluster">Whose members.</param>
    /// <param name="members">All that the source names, in an order that it keeps where it can; none to take back what it named.</param>
    /// <param name="source">Whoever says so; another source's members are not touched.</param>
    public void Set(ClusterState cluster, ImmutableArray<BackendConfig> members, string source)
    {
        lock (_lock)
        {
            MemberChange change = cluster.SetMembers(source, members);
            if (!change.IsEmpty)
            {
                cluster.Observer.OnMembersChanged(change);
            }
        }
    }
}
