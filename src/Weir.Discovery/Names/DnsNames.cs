// Names as the name servers of resolv.conf(5) answer them, with the time that an answer lives.
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace Weir.Discovery.Names;

/// <summary>
/// A and AAAA records (RFC 1035, RFC 3596), used as long as the shortest of their TTLs says, within a second and five minutes. What the system
/// may answer otherwise is the system's: names without dots, in <c>.local</c> and <c>.localhost</c>, or in /etc/hosts; and names that no
/// server knows, for a search domain may complete them.
/// </summary>
public sealed class DnsNames : INameSource
{
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(5);

    private const string ResolvConf = "/etc/resolv.conf";
    private static readonly TimeSpan s_queryTimeout = TimeSpan.FromSeconds(2);

    private readonly INameSource _system;
    private readonly HostsFile _hosts = new();
    private readonly IPEndPoint[]? _servers;
    private volatile Client? _client;

    /// <param name="system">For whatever no name server is asked.</param>
    /// <param name="servers">Whom to ask; null: those of resolv.conf, which is read again when it has changed.</param>
    public DnsNames(INameSource system, IPEndPoint[]? servers = null)
    {
        _system = system;
        _servers = servers;
    }

    public async Task<NameAnswer> LookUpAsync(string host, CancellationToken cancellation)
    {
        if (IsLocal(host) || CurrentClient() is not { } client)
        {
            return await _system.LookUpAsync(host, cancellation);
        }

        DnsResourceRecord[][] answers = await Task.WhenAll(
            AskAsync(client, host, QueryType.A, cancellation),
            AskAsync(client, host, QueryType.AAAA, cancellation)
        );
        DnsResourceRecord[] records = [.. answers.SelectMany(static a => a)];
        IPAddress[] addresses = [.. records.OfType<AddressRecord>().Select(static r => r.Address)];
        return addresses.Length == 0
            ? await _system.LookUpAsync(host, cancellation)
            : new NameAnswer(addresses, LifetimeOf(records));
    }

    internal static TimeSpan LifetimeOf(IEnumerable<DnsResourceRecord> records)
    {
        var ttl = TimeSpan.FromSeconds(records.Min(static r => r.InitialTimeToLive));
        return ttl < ShortestLifetime ? ShortestLifetime
            : ttl > LongestLifetime ? LongestLifetime
            : ttl;
    }

    private bool IsLocal(string host)
    {
        string name = host.TrimEnd('.');
        return !name.Contains('.', StringComparison.Ordinal)
            || name.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || _hosts.Has(name);
    }

    // Of one type: a server that fails for the other is no reason to lose these.
    private static async Task<DnsResourceRecord[]> AskAsync(
        LookupClient client,
        string host,
        QueryType type,
        CancellationToken cancellation
    )
    {
        try
        {
            IDnsQueryResponse response = await client.QueryAsync(
                host,
                type,
                QueryClass.IN,
                cancellation
            );
            return response.HasError ? [] : [.. response.Answers];
        }
        catch (Exception e) when (e is DnsResponseException or SocketException or ArgumentException)
        {
            cancellation.ThrowIfCancellationRequested(); // which the client tells as a failure of its own
            return [];
        }
    }

    private LookupClient? CurrentClient()
    {
        DateTime changed = _servers is null ? ChangedAt() : default;
        if (_client is not { } client || client.Changed != changed)
        {
            _client = client = new Client(Create(), changed);
        }

        return client.Lookup;
    }

    private LookupClient? Create()
    {
        NameServer[] servers = _servers is null
            ?
            [
                .. NameServer.ResolveNameServers(
                    skipIPv6SiteLocal: true,
                    fallbackToGooglePublicDns: false
                ),
            ]
            : [.. _servers.Select(static s => new NameServer(s))];
        return servers.Length == 0
            ? null
            : new LookupClient(
                new LookupClientOptions(servers)
                {
                    UseCache = false,
                    Timeout = s_queryTimeout,
                    Retries = 1,
                    ThrowDnsErrors = false,
                }
            );
    }

    private static DateTime ChangedAt()
    {
        try
        {
            return File.GetLastWriteTimeUtc(ResolvConf);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <param name="Lookup">Null where there is no server to ask.</param>
    /// <param name="Changed">The file when it was made.</param>
    private sealed record Client(LookupClient? Lookup, DateTime Changed);
}
