// An http/1 connection between two requests: how long it may be idle, and why it ends.
using Weir.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>Asks for the next head and gives up where none comes. Part of its connection.</summary>
internal sealed class KeepAlive(Http1Client connection, Http1Input input)
{
    private SessionServices Services => connection.Services;

    private Channel Channel => connection.Channel;

    // A client that was told to keep its connection may have sent the next request before it can see a close: one that is to end waits for
    // it, if not for long. 0: for ever.
    private long IdleUs =>
        connection.IsEnding && connection.Listener.ClientIdleUs is 0 or > DrainIdleUs
            ? DrainIdleUs
            : connection.Listener.ClientIdleUs;

    private const long DrainIdleUs = Limits.DrainIdleMs * 1000;

    /// <summary>Nothing of a request is here.</summary>
    public void Wait()
    {
        if (input.HasEnded)
        {
            connection.Close("client_closed");
        }
        else if (connection.Binding.IsRemoved && Channel.BytesReceived > 0 && !Channel.HasInput)
        {
            connection.Close("listener_removed");
        }
        else
        {
            connection.SetDeadlineIn(IdleUs);
            input.ReceiveHead();
        }
    }

    /// <summary>The deadline has passed, or another one counts: closes, or waits on when there was life.</summary>
    public void Look()
    {
        long idleUs = IdleUs;
        long dueInUs = idleUs == 0 ? 0 : Channel.LastActivityUs + idleUs - Services.Reactor.NowUs;
        if (dueInUs > 0 || idleUs == 0)
        {
            connection.SetDeadlineIn(dueInUs);
        }
        else
        {
            Close();
        }
    }

    /// <summary>The worker drains: one whose request is already in the socket, or likely on its way, gets its answer.</summary>
    public void Drain()
    {
        if (!Channel.HasInput)
        {
            Look();
        }
    }

    /// <summary>Another configuration is in force.</summary>
    public void OnReload()
    {
        if (!connection.Binding.IsRemoved)
        {
            Look();
        }
        else if (!Channel.HasInput)
        {
            Close();
        }
    }

    private void Close()
    {
        if (!connection.IsEnding)
        {
            Services.Counters.Count(TimeoutKind.Idle);
        }

        connection.Close(
            Services.IsDraining ? "drained"
            : connection.Binding.IsRemoved ? "listener_removed"
            : "idle"
        );
    }
}
