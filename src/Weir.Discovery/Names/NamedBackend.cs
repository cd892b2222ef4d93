// A backend whose address is a host name, and what its cluster is told of the name's addresses. Owned by its ResolvedName.
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Discovery.Names;

/// <summary>
/// A name with several addresses is several backends, each with a health, weight and counts of its own; from then on it stays so, however few
/// are left. A name with one address, one of this machine itself, and one with <c>expand: false</c> is one backend, which tries its addresses
/// one after the other.
/// </summary>
internal sealed class NamedBackend(
    ClusterState cluster,
    BackendConfig config,
    Membership membership
)
{
    /// <summary>An address that a good answer lacks stays as long while it is healthy: servers that give out a part of their addresses give
    /// out another part next time.</summary>
    public const long KeptMs = 30_000;

    private readonly Dictionary<IPAddress, long> _missingSinceMs = [];
    private Member[] _members = [];

    public BackendConfig Config => config;

    private string Address => config.Address.Text;

    private bool MayExpand =>
        config.Expand
        && !string.Equals(config.Address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        && !config.Address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>It was configured otherwise before: what was known of its members holds, where it still has any.</summary>
    public void TakeOver(NamedBackend before)
    {
        if (!MayExpand)
        {
            before.Drop();
            return;
        }

        _members = [.. before._members.Select(m => MemberAt(m.Address))];
        if (_members.Length > 0)
        {
            Tell();
        }
    }

    /// <summary>
    /// Tells the cluster, if anything changed; none makes the backend unhealthy until there is one. Returns the milliseconds after which an
    /// address is not kept any more, <see cref="long.MaxValue"/> where none is kept.
    /// </summary>
    public long Publish(IPAddress[] addresses, long nowMs)
    {
        if (!MayExpand || (_members.Length == 0 && addresses.Length < 2))
        {
            Lead(cluster.Find(Address), addresses);
            return long.MaxValue;
        }

        long nextMs = long.MaxValue;
        HashSet<IPAddress> missing = [.. addresses];
        List<Member> members = [];
        foreach (Member member in _members)
        {
            if (missing.Remove(member.Address))
            {
                _missingSinceMs.Remove(member.Address);
                members.Add(member);
            }
            else if (MayKeep(member, nowMs, out long leftMs))
            {
                nextMs = long.Min(nextMs, leftMs);
                members.Add(member);
            }
            else
            {
                _missingSinceMs.Remove(member.Address);
            }
        }

        members.AddRange(addresses.Where(missing.Remove).Select(MemberAt));
        if (!members.SequenceEqual(_members))
        {
            _members = [.. members];
            Tell();
        }

        return nextMs;
    }

    /// <summary>Before its cluster comes into force: one backend with all addresses that are known.</summary>
    public static void Lead(BackendState? backend, IPAddress[] addresses)
    {
        if (backend is null)
        {
            return;
        }

        // Many name servers turn the order from answer to answer; that is no change, or the endpoint known to work would be forgotten each time.
        SocketEndpoint[] endpoints = EndpointsOf(addresses, backend.Config.Port);
        if (endpoints.Length == 0 || !backend.Endpoints.ToHashSet().SetEquals(endpoints))
        {
            backend.SetEndpoints(endpoints);
        }
    }

    /// <summary>Nobody names it in this way any more.</summary>
    public void Drop()
    {
        if (_members.Length > 0)
        {
            membership.Set(cluster, [], Address);
        }
    }

    /// <summary>IPv4 before IPv6, otherwise in the order of the answer, each once.</summary>
    internal static SocketEndpoint[] EndpointsOf(IPAddress[] addresses, int port) =>
        [
            .. addresses
                .Where(a =>
                    a.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
                )
                .Select(a => SocketEndpoint.FromAddress(a, port))
                .Distinct()
                .OrderBy(e => e.Family),
        ];

    private void Tell() =>
        membership.Set(cluster, [.. _members.Select(static m => m.Config)], Address);

    private bool MayKeep(Member member, long nowMs, out long leftMs)
    {
        if (!_missingSinceMs.TryGetValue(member.Address, out long sinceMs))
        {
            _missingSinceMs.Add(member.Address, sinceMs = nowMs);
        }

        leftMs = sinceMs + KeptMs - nowMs;
        return leftMs > 0
            && cluster.Find(member.Config.Address.Text) is { Health.Status: HealthStatus.Healthy };
    }

    private Member MemberAt(IPAddress address) =>
        new(
            address,
            config with
            {
                Address = EndpointAddress.FromHostAndPort($"{address}", config.Address.Port),
            }
        );

    /// <param name="Address">One of the name's.</param>
    /// <param name="Config">The backend there.</param>
    private readonly record struct Member(IPAddress Address, BackendConfig Config);
}
