// Where a client connection counts: at its listener and, where each client has a limit, at its address.
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>
/// Remembers what was counted, so that exactly that is given back, whatever the settings are by then. Part of its session; the worker
/// has found room before it made that.
/// </summary>
internal struct ListenerPlace
{
    private readonly WorkerCounters _counters;
    private ListenerState _state;
    private int _clientLimit; // 0: the address is not counted

    public ListenerPlace(WorkerCounters counters, ListenerSnapshot listener)
    {
        (_counters, _state, _clientLimit) = (
            counters,
            listener.State,
            listener.Config.MaxConnectionsPerClient
        );
        counters.ActiveConnections++;
        counters.Listener(_state.Id).Active++;
    }

    /// <summary>Counts by other settings from now on: nobody is turned away for it, so there may be more than the new limits for a while.</summary>
    public void Move(ListenerSnapshot listener, in SocketEndpoint client)
    {
        int clientLimit = listener.Config.MaxConnectionsPerClient;
        if (listener.State == _state && clientLimit > 0 == _clientLimit > 0)
        {
            return;
        }

        listener.State.Enter(client, isClientCounted: clientLimit > 0);
        Leave(client);
        (_state, _clientLimit) = (listener.State, clientLimit);
        _counters.ActiveConnections++;
        _counters.Listener(_state.Id).Active++;
    }

    public readonly void Leave(in SocketEndpoint client)
    {
        _counters.ActiveConnections--;
        _counters.Listener(_state.Id).Active--;
        _state.Leave();
        _state.Leave(client, _clientLimit);
    }
}
