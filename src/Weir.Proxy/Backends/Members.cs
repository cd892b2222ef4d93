// The members of a living cluster: who they are by address, in which order they stand, and who names them. Owned by its ClusterState,
// under its lock.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>
/// Joins what the configuration says with what the other sources say. A source that is called like a backend of the configuration stands for
/// it: as long as it names anybody, that backend itself is no member.
/// </summary>
internal sealed class Members(ClusterState cluster)
{
    /// <summary>So many at one time are followed one by one, each with a copy of the list; more are looked at all together.</summary>
    private const int Few = 8;

    private readonly MemberSources _sources = new();
    private Dictionary<string, BackendConfig> _configured = new(StringComparer.Ordinal);
    private Dictionary<string, BackendState> _byAddress = new(StringComparer.Ordinal);
    private long _lastRank;

    public BackendState? Find(string address) => _byAddress.GetValueOrDefault(address);

    public static bool IsSmall(MemberChange change) =>
        change.Joined.Length + change.Left.Length + change.Reweighted.Length <= Few;

    /// <summary>
    /// The members by a configuration that comes into force: its own, with its weights, then whoever is named beside it. Whose weight changed
    /// is added to <paramref name="reweighted"/>. What stood for a backend that is configured no more is forgotten.
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
        Dictionary<string, BackendConfig> configured = next.Config.Backends.ToDictionary(
            b => b.Address.Text,
            StringComparer.Ordinal
        );
        foreach (string gone in _configured.Keys.Where(a => !configured.ContainsKey(a)))
        {
            _sources.Set(gone, []);
        }

        _configured = configured;
        var byAddress = new Dictionary<string, BackendState>(StringComparer.Ordinal);
        void Add(BackendState member, int weight)
        {
            byAddress.Add(member.Address, member);
            if (member.Configure(weight))
            {
                reweighted.Add(member);
            }
        }

        for (int i = 0; i < next.Backends.Length; i++)
        {
            BackendConfig config = next.Config.Backends[i];
            if (!_sources.Has(config.Address.Text))
            {
                // One that left after the snapshot was built does not come back: its pools are gone.
                BackendState built = next.Backends[i];
                Add(built.IsRemoved ? new BackendState(i, cluster, config) : built, config.Weight);
            }
        }

        foreach (BackendConfig named in _sources.All)
        {
            if (!byAddress.ContainsKey(named.Address.Text))
            {
                Add(
                    Find(named.Address.Text) ?? new BackendState(byAddress.Count, cluster, named),
                    named.Weight
                );
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
        HashSet<string> touched = _sources.Set(source, list);
        if (_configured.ContainsKey(source))
        {
            touched.Add(source);
        }

        foreach (string address in touched)
        {
            BackendState? member = Find(address);
            if (Wanted(address) is not { } wanted)
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
                member = new BackendState(_byAddress.Count, cluster, wanted);
                _byAddress.Add(address, member);
                joined.Add(member);
            }
            else if (member.Configure(wanted.Weight))
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

    // As a member: the configuration's word counts where it names it and nobody stands for it.
    private BackendConfig? Wanted(string address) =>
        _configured.TryGetValue(address, out BackendConfig? config) && !_sources.Has(address)
            ? config
            : _sources.Find(address);

    private void Rank(BackendState[] members)
    {
        foreach (BackendState member in members)
        {
            member.Place.Rank = ++_lastRank;
        }
    }
}
