// One host name of the configuration, what it last resolved to, and who wants to know. Owned by the NameResolver.
using System.Net;

namespace Weir.Discovery.Names;

/// <summary>A name with its last good answer. Thread-safe: a lookup may end while a new configuration comes.</summary>
internal sealed class ResolvedName(string host)
{
    private readonly Lock _lock = new();
    private NamedBackend[] _backends = [];
    private IPAddress[] _addresses = [];

    public string Host { get; } = host;

    /// <summary>The last good answer; empty before the first.</summary>
    public IPAddress[] Addresses
    {
        get
        {
            lock (_lock)
            {
                return _addresses;
            }
        }
    }

    /// <summary>All backends with this host from now on, whatever their port and cluster; they are told what is known.</summary>
    public void Follow(NamedBackend[] backends, long nowMs)
    {
        lock (_lock)
        {
            _backends = backends;
            if (_addresses.Length > 0)
            {
                Publish(nowMs);
            }
        }
    }

    /// <summary>Takes an answer, a failed one too: the last good one stays. Returns when to look again, if that is sooner than the answer's
    /// end.</summary>
    public TimeSpan Take(IPAddress[] addresses, long nowMs)
    {
        lock (_lock)
        {
            // Where nothing is new the old objects stay: what is replaced each second would all grow old before it is garbage.
            if (addresses.Length > 0 && !_addresses.ToHashSet().SetEquals(addresses))
            {
                _addresses = addresses;
            }

            return Publish(nowMs);
        }
    }

    private TimeSpan Publish(long nowMs)
    {
        long nextMs = long.MaxValue;
        foreach (NamedBackend backend in _backends)
        {
            nextMs = long.Min(nextMs, backend.Publish(_addresses, nowMs));
        }

        return nextMs == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(nextMs);
    }
}
