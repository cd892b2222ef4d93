// The members of a living cluster: who they are by address, in which order they stand, and who names them. Owned by its ClusterState,
// under its lock.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>Joins what the configuration says with what the other sources say.</summary>
internal sealed class Members(ClusterState cluster)
{
    /// <summary>So many at one time are followed one by one, each with a copy of the list; more are looked at all together.</summary>
    private const int Few = 8;

    private readonly MemberSources _sources = new();
    private Dictionary<string, BackendState> _byAddress = new(StringComparer.Ordinal);
    private long _lastRank;

    public BackendState? Find(string address) => _byAddress.GetValueOrDefault(address);

    public static bool IsSmall(MemberChange change) =>
        change.Joined.Length + change.Left.Length + change.Reweighted.Length <= Few;

    /// <summary>
    /// The members by a configuration that comes into force: its own, with its weights, then whoever is named beside it. Whose weight changed
    /// is added to <paramref name="reweighted"/>.
    /// </summary>
    /// <param name="before">The members until now.</param>
    /// <param name="next">With those of the configuration alone.</param>
    /// <param name="reweighted">To be told later.</param>
    public BackendState[] Configure(
        BackendState[] before,
        ClusterSnapshot next,
        List<BackendState> reweighted
    )
    {
        var byAddress = new Dictionary<string, BackendState>(StringComparer.Ordinal);
        ImmutableArray<BackendConfig> configs = next.Config.Backends;
        for (int i = 0; i < configs.Length; i++)
        {
            // One that left after the snapshot was built does not come back: its pools are gone.
            BackendState member = next.Backends[i] is { IsRemoved: false } built
                ? built
                : new BackendState(i, cluster, configs[i]);
            member.Place.IsConfigured = true;
            byAddress.Add(member.Address, member);
            if (member.Configure(configs[i].Weight))
            {
                reweighted.Add(member);
            }
        }

        foreach (BackendConfig named in _sources.All)
        {
            if (!byAddress.ContainsKey(named.Address.Text))
            {
                BackendState member =
                    Find(named.Address.Text) ?? new BackendState(byAddress.Count, cluster, named);
                member.Place.IsConfigured = false;
                byAddress.Add(member.Address, member);
                if (member.Configure(named.Weight))
                {
                    reweighted.Add(member);
                }
            }
        }

        foreach (BackendState backend in before)
        {
            backend.Place.Rank = -1;
        }

        _byAddress = byAddress;
        _lastRank = -1;
        BackendState[] members = [.. byAddress.Values];
        Rank(members);
        return members;
    }

    /// <summary>What a source's new list changes. Those that left are marked so, and keep their rank until they are taken out.</summary>
    public MemberChange Set(string source, ImmutableArray<BackendConfig> list)
    {
        var joined = ImmutableArray.CreateBuilder<BackendState>();
        var left = ImmutableArray.CreateBuilder<BackendState>();
        var reweighted = ImmutableArray.CreateBuilder<BackendState>();
        foreach (string address in _sources.Set(source, list))
        {
            BackendState? member = Find(address);
            if (member is { Place.IsConfigured: true })
            {
                continue;
            }

            BackendConfig? named = _sources.Find(address);
            if (named is null)
            {
                if (member is not null)
                {
                    _byAddress.Remove(address);
                    member.Remove();
                    left.Add(member);
                }
            }
            else if (member is null)
            {
                member = new BackendState(_byAddress.Count, cluster, named);
                _byAddress.Add(address, member);
                joined.Add(member);
            }
            else if (member.Configure(named.Weight))
            {
                reweighted.Add(member);
            }
        }

        Rank(joined.ToArray());
        return new MemberChange(
            cluster,
            joined.ToImmutable(),
            left.ToImmutable(),
            reweighted.ToImmutable()
        );
    }

    /// <summary>The list of members with a change in it.</summary>
    public static BackendState[] After(BackendState[] before, MemberChange change)
    {
        int[] gone =
        [
            .. change.Left.Select(b => Array.BinarySearch(before, b, ByRank.Instance)).Order(),
        ];
        var after = new BackendState[before.Length - gone.Length + change.Joined.Length];
        int from = 0;
        int to = 0;
        foreach (int index in gone)
        {
            Array.Copy(before, from, after, to, index - from);
            to += index - from;
            from = index + 1;
        }

        Array.Copy(before, from, after, to, before.Length - from);
        change.Joined.CopyTo(after, to + before.Length - from);
        return after;
    }

    /// <summary>Whoever left has no place any more, now that all lists are without it.</summary>
    public static void TakeOut(MemberChange change)
    {
        foreach (BackendState member in change.Left)
        {
            member.Place.Rank = -1;
            member.Place.Leaf = null;
        }
    }

    private void Rank(BackendState[] members)
    {
        foreach (BackendState member in members)
        {
            member.Place.Rank = ++_lastRank;
        }
    }
}
