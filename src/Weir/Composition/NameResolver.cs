// Turns the names of backends into addresses, off the reactors' threads. Owned by the composition root.
using System.Net;
using System.Net.Sockets;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Composition;

/// <summary>
/// Looks up each host name of the config at once and then again and again, and publishes what changed to its backends. The last
/// good answer stays in force when a later lookup fails or finds nothing: a resolver that is down must not take down backends
/// that work, and health checks find out about addresses that no longer do. A name that was never resolved leaves its backends
/// without endpoints and so unhealthy; once it resolves, the next health check heals them.
/// </summary>
internal sealed class NameResolver(
    Func<string, CancellationToken, Task<IPAddress[]>> lookup,
    Func<TimeSpan, CancellationToken, Task> delay
) : IDisposable
{
    /// <summary>Between two lookups of a name that resolves.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Between two lookups of a name that does not.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>For one lookup; resolv.conf(5) gives one server 5 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // The system's resolver blocks a thread of the pool for each lookup, and the admin server lives on that pool.
    private const int MaxAtOnce = 16;

    private readonly SemaphoreSlim _places = new(MaxAtOnce);
    private readonly Dictionary<string, ResolvedName> _names = new(
        StringComparer.OrdinalIgnoreCase
    );
    private CancellationTokenSource _stop = new();

    /// <summary>Uses the system's resolver and timer.</summary>
    public NameResolver()
        : this(
            static (host, cancellation) => Dns.GetHostAddressesAsync(host, cancellation),
            static (duration, cancellation) => Task.Delay(duration, cancellation)
        ) { }

    /// <summary>
    /// Resolves the names of these clusters from now on, instead of those before. The task ends when each was looked up once,
    /// which takes at most a few timeouts; it never fails. To be called by one thread, the one that applies configs.
    /// </summary>
    public Task Apply(IReadOnlyList<ClusterSnapshot> clusters)
    {
        _stop.Cancel();
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var backends = clusters
            .SelectMany(c => c.Backends)
            .Where(b => b.Config.Kind == EndpointKind.HostName)
            .ToLookup(b => b.Config.Host, StringComparer.OrdinalIgnoreCase);
        foreach (string gone in _names.Keys.Where(n => !backends.Contains(n)).ToArray())
        {
            _names.Remove(gone);
        }

        return Task.WhenAll(backends.Select(group => Start(group, _stop.Token)).ToArray());
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
                using (var timeout = new CancellationTokenSource(Timeout))
                {
                    IPAddress[] found = LookUpAsync(
                            static (host, cancellation) =>
                                Dns.GetHostAddressesAsync(host, cancellation),
                            address.Host,
                            timeout.Token
                        )
                        .GetAwaiter()
                        .GetResult();
                    return EndpointsOf(found, address.Port);
                }
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _places.Dispose();
    }

    private Task Start(IGrouping<string, BackendState> group, CancellationToken cancellation)
    {
        if (!_names.TryGetValue(group.Key, out ResolvedName? name))
        {
            _names.Add(group.Key, name = new ResolvedName(group.Key));
        }

        name.Backends = [.. group];
        // A backend that a reload added to a known name need not wait for the next answer.
        if (name.Addresses.Length > 0)
        {
            name.Publish();
        }

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
                bool resolved = await ResolveAsync(name, cancellation);
                firstRound.TrySetResult();
                await delay(resolved ? Interval : RetryInterval, cancellation);
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

    private async Task<bool> ResolveAsync(ResolvedName name, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        IPAddress[] found;
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(Timeout);
            found = await LookUpAsync(lookup, name.Host, timeout.Token);
        }
        finally
        {
            _places.Release();
        }

        cancellation.ThrowIfCancellationRequested();
        if (found.Length > 0)
        {
            name.Addresses = found;
        }

        name.Publish();
        return found.Length > 0;
    }

    // The system's lookup cannot always be cancelled; when its time is over nobody waits for it any more.
    private static async Task<IPAddress[]> LookUpAsync(
        Func<string, CancellationToken, Task<IPAddress[]>> lookup,
        string host,
        CancellationToken cancellation
    )
    {
        try
        {
            return await lookup(host, cancellation).WaitAsync(cancellation);
        }
        catch (Exception e)
            when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return [];
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
}
