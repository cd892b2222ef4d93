// Turns the names of backends into addresses, off the reactors' threads. Owned by the composition root.
using System.Net;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Discovery.Names;

/// <summary>
/// Looks up each host name of the config at once and then again and again, and publishes what changed to its backends. The last
/// good answer stays in force when a later lookup fails or finds nothing: a resolver that is down must not take down backends
/// that work, and health checks find out about addresses that no longer do. A name that was never resolved leaves its backends
/// without endpoints and so unhealthy; once it resolves, the next health check heals them.
/// </summary>
/// <param name="names">Whom to ask.</param>
/// <param name="membership">Told of names with several addresses.</param>
/// <param name="delay">Passes the time between two lookups.</param>
/// <param name="nowMs">Milliseconds of a monotonic clock.</param>
public sealed class NameResolver(
    INameSource names,
    Membership membership,
    Func<TimeSpan, CancellationToken, Task> delay,
    Func<long> nowMs
) : IDisposable
{
    /// <summary>Between two lookups of a name that does not resolve.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>For one lookup; resolv.conf(5) gives one server 5 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // The system's resolver blocks a thread of the pool for each lookup, and the admin server lives on that pool.
    private const int MaxAtOnce = 16;

    private readonly SemaphoreSlim _places = new(MaxAtOnce);
    private readonly Dictionary<string, ResolvedName> _names = new(
        StringComparer.OrdinalIgnoreCase
    );
    private Dictionary<(ClusterState, string), NamedBackend> _backends = [];
    private CancellationTokenSource _stop = new();

    /// <summary>Uses name servers, the system's resolver and its timer.</summary>
    public NameResolver(Membership membership)
        : this(
            new DnsNames(new SystemNames()),
            membership,
            static (duration, cancellation) => Task.Delay(duration, cancellation),
            static () => Environment.TickCount64
        ) { }

    /// <summary>Gives backends that are about to come into force what is known of their names; to be called by the thread that applies configs.</summary>
    public void Prepare(IReadOnlyList<ClusterSnapshot> clusters)
    {
        foreach (BackendState backend in clusters.SelectMany(c => c.Backends))
        {
            bool isNew =
                backend.Config.Kind == EndpointKind.HostName && backend.Endpoints.Length == 0;
            if (isNew && _names.TryGetValue(backend.Config.Host, out ResolvedName? name))
            {
                NamedBackend.Lead(backend, name.Addresses);
            }
        }
    }

    /// <summary>
    /// Resolves the names of these clusters, which are in force, from now on, instead of those before. The task ends when each was looked up
    /// once, which takes at most a few timeouts; it never fails. To be called by one thread, the one that applies configs.
    /// </summary>
    public Task Apply(IReadOnlyList<ClusterSnapshot> clusters)
    {
        _stop.Cancel();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        foreach (ResolvedName name in _names.Values)
        {
            name.Follow([], nowMs()); // no lookup under way tells anybody any more
        }

        Dictionary<(ClusterState, string), NamedBackend> before = _backends;
        _backends = [];
        foreach (ClusterSnapshot cluster in clusters)
        {
            foreach (BackendConfig backend in cluster.Config.Backends.Where(IsName))
            {
                (ClusterState, string) key = (cluster.State, backend.Address.Text);
                before.Remove(key, out NamedBackend? known);
                _backends.Add(key, Follow(known, cluster.State, backend));
            }
        }

        foreach (NamedBackend gone in before.Values)
        {
            gone.Drop();
        }

        ILookup<string, NamedBackend> byHost = _backends.Values.ToLookup(
            b => b.Config.Address.Host,
            StringComparer.OrdinalIgnoreCase
        );
        foreach (string gone in _names.Keys.Where(n => !byHost.Contains(n)).ToArray())
        {
            _names.Remove(gone);
        }

        return Task.WhenAll(byHost.Select(group => Start(group, _stop.Token)).ToArray());
    }

    /// <summary>
    /// Where an address leads, looked up once: for listeners, before they are bound. Blocks at most for <see cref="Timeout"/>;
    /// empty when the name does not resolve.
    /// </summary>
    public static SocketEndpoint[] ResolveOnce(EndpointAddress address)
    {
        switch (address.Kind)
        {
            case EndpointKind.Unix:
                return [SocketEndpoint.FromUnixPath(address.Host)];
            case EndpointKind.Ip:
                return [SocketEndpoint.FromAddress(IPAddress.Parse(address.Host), address.Port)];
            default:
                NameAnswer answer = LookUpInTimeAsync(new SystemNames(), address.Host, default)
                    .GetAwaiter()
                    .GetResult();
                return NamedBackend.EndpointsOf(answer.Addresses, address.Port);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _places.Dispose();
    }

    private NamedBackend Follow(NamedBackend? known, ClusterState cluster, BackendConfig config)
    {
        if (known?.Config == config)
        {
            return known;
        }

        var backend = new NamedBackend(cluster, config, membership);
        if (known is not null)
        {
            backend.TakeOver(known);
        }

        return backend;
    }

    private static bool IsName(BackendConfig backend) =>
        backend.Address.Kind == EndpointKind.HostName;

    private Task Start(IGrouping<string, NamedBackend> group, CancellationToken cancellation)
    {
        if (!_names.TryGetValue(group.Key, out ResolvedName? name))
        {
            _names.Add(group.Key, name = new ResolvedName(group.Key));
        }

        // A backend that a reload added to a known name need not wait for the next answer.
        name.Follow([.. group], nowMs());
        var firstRound = new TaskCompletionSource();
        _ = RunAsync(name, firstRound, cancellation);
        return firstRound.Task;
    }

    // One loop for each name; ends with the cancellation, never by an exception.
    private async Task RunAsync(
        ResolvedName name,
        TaskCompletionSource firstRound,
        CancellationToken cancellation
    )
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                TimeSpan next = await ResolveAsync(name, cancellation);
                firstRound.TrySetResult();
                await delay(next, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // A new config, or the end.
        }
        catch (ObjectDisposedException)
        {
            // The end, while this name waited for its place.
        }
        finally
        {
            firstRound.TrySetResult();
        }
    }

    // Returns when to look again.
    private async Task<TimeSpan> ResolveAsync(ResolvedName name, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        NameAnswer answer;
        try
        {
            answer = await LookUpInTimeAsync(names, name.Host, cancellation);
        }
        finally
        {
            _places.Release();
        }

        cancellation.ThrowIfCancellationRequested();
        TimeSpan sooner = name.Take(answer.Addresses, nowMs());
        TimeSpan usual = answer.Addresses.Length > 0 ? answer.Lifetime : RetryInterval;
        return sooner < usual ? sooner : usual;
    }

    private static async Task<NameAnswer> LookUpInTimeAsync(
        INameSource names,
        string host,
        CancellationToken cancellation
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        try
        {
            return await names.LookUpAsync(host, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            return NameAnswer.None;
        }
    }
}
