// One living listener: its number and the count of its clients. Survives reloads by its name.
using System.Text;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Snapshots;

/// <summary>What stays of a listener over reloads. Thread-safe.</summary>
/// <param name="id">A dense number, unique over the life of the process: the index of its counters.</param>
/// <param name="name">As configured.</param>
/// <param name="seed">Of the table of clients.</param>
public sealed class ListenerState(int id, string name, ulong seed = 0)
{
    private SharedCount _active;
    private ClientCounts? _clients; // made when a configuration that limits each client is published

    /// <summary>The index of its counters.</summary>
    public int Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>The address bound, with the real port; set when the sockets are made.</summary>
    public SocketEndpoint Local
    {
        get;
        set
        {
            field = value;
            LocalHost = Encoding.ASCII.GetBytes(value.ToString());
        }
    }

    /// <summary>The same as the Host of requests that name none.</summary>
    public byte[] LocalHost { get; private set; } = [];

    /// <summary>Client connections open now, over all workers.</summary>
    public int Active => _active.Value;

    /// <summary>Counts a new client, unless <paramref name="limit"/> are there (0: no limit).</summary>
    public bool TryEnter(int limit) => _active.TryIncrement(limit == 0 ? int.MaxValue : limit);

    /// <summary>Counts a client that is there already, whatever the limits.</summary>
    public void Enter(in SocketEndpoint client, bool isClientCounted)
    {
        _active.Increment();
        TryEnter(client, isClientCounted ? int.MaxValue : 0);
    }

    public void Leave() => _active.Decrement();

    /// <summary>Counts one more connection of this client, unless <paramref name="limit"/> are there (0: not counted).</summary>
    public bool TryEnter(in SocketEndpoint client, int limit) =>
        limit == 0 || _clients!.TryEnter(client, limit); // a listener with a limit was published

    /// <summary>One that was counted under <paramref name="limit"/> has gone.</summary>
    public void Leave(in SocketEndpoint client, int limit)
    {
        if (limit > 0)
        {
            _clients!.Leave(client); // as above
        }
    }

    /// <summary>Before the first worker hears of these settings.</summary>
    internal void Prepare(ListenerConfig config)
    {
        if (config.MaxConnectionsPerClient > 0)
        {
            _clients ??= new ClientCounts(seed);
        }
    }
}
