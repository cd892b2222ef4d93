// Who is named a member of a cluster, and by whom, beside its configuration. Owned by the cluster, under its lock.
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Weir.Configuration.Clusters;

namespace Weir.Proxy.Backends;

/// <summary>The lists of all sources. A backend is named as long as one of them names it.</summary>
internal sealed class MemberSources
{
    private readonly Dictionary<string, ImmutableArray<BackendConfig>> _lists = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, Naming> _namings = new(StringComparer.Ordinal);

    /// <summary>Everyone who is named.</summary>
    public IEnumerable<BackendConfig> All => _namings.Values.Select(static naming => naming.Latest);

    /// <summary>How an address was last named; null where nobody names it.</summary>
    public BackendConfig? Find(string address) =>
        _namings.TryGetValue(address, out Naming naming) ? naming.Latest : null;

    /// <summary>Whether a source of that name names anybody.</summary>
    public bool Has(string source) => _lists.ContainsKey(source);

    /// <summary>
    /// Puts a source's list in the place of its last one. Returns the addresses that may be named otherwise now: the lists are looked at
    /// from both ends, and what stands between is compared no further.
    /// </summary>
    public HashSet<string> Set(string source, ImmutableArray<BackendConfig> members)
    {
        ImmutableArray<BackendConfig> before = _lists.GetValueOrDefault(source, []);
        ReadOnlySpan<BackendConfig> old = before.AsSpan();
        ReadOnlySpan<BackendConfig> next = members.AsSpan();
        int same = old.CommonPrefixLength(next);
        int end = 0;
        while (same + end < int.Min(old.Length, next.Length) && old[^(end + 1)] == next[^(end + 1)])
        {
            end++;
        }

        old = old[same..^end];
        next = next[same..^end];

        HashSet<string> touched = new(StringComparer.Ordinal);
        foreach (BackendConfig member in next)
        {
            touched.Add(member.Address.Text);
            ref Naming naming = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _namings,
                member.Address.Text,
                out _
            );
            naming = new Naming(member, naming.Count + 1);
        }

        foreach (BackendConfig member in old)
        {
            touched.Add(member.Address.Text);
            Naming naming = _namings[member.Address.Text];
            if (naming.Count == 1)
            {
                _namings.Remove(member.Address.Text);
            }
            else
            {
                _namings[member.Address.Text] = naming with { Count = naming.Count - 1 };
            }
        }

        if (members.IsEmpty)
        {
            _lists.Remove(source);
        }
        else
        {
            _lists[source] = members;
        }

        return touched;
    }

    /// <param name="Latest">As it was last named.</param>
    /// <param name="Count">How often it is named.</param>
    private readonly record struct Naming(BackendConfig Latest, int Count);
}
