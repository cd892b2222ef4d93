// Knows all client sessions that are open, so that they can be drained and cut.
using Weir.Proxy.Backends;
using Weir.Proxy.Clients;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Workers;

/// <summary>All client sessions of one worker, in a list linked through them. Connection numbers are unique over all workers.</summary>
internal sealed class ConnectionManager(int workerIndex, int workerCount)
{
    private ClientConnection? _first;
    private long _accepted;

    /// <summary>Sessions open now.</summary>
    public int Count { get; private set; }

    /// <summary>All have been ended, and whoever is accepted comes too late.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Starts the session of a client that is admitted.</summary>
    public void Start(ClientConnection session, ListenerBinding binding, Channel client)
    {
        long id = (_accepted++ * workerCount) + workerIndex + 1;
        session.Open(binding, client, id);
        Link(session);
        session.Start();
    }

    /// <summary>A session has ended by itself or was cut.</summary>
    public void OnEnded(ClientConnection session)
    {
        if (session.Previous is null && session != _first)
        {
            return; // it failed before it was one of them
        }

        if (session.Previous is null)
        {
            _first = session.Next;
        }
        else
        {
            session.Previous.Next = session.Next;
        }

        if (session.Next is not null)
        {
            session.Next.Previous = session.Previous;
        }

        session.Next = session.Previous = null;
        Count--;
    }

    /// <summary>Another config is in force.</summary>
    public void OnReload() => ForEach(static (session, _) => session.OnReload(), 0);

    public void Drain() => ForEach(static (session, _) => session.Drain(), 0);

    /// <summary>Ends all sessions, for good: whoever is accepted from now on is reset.</summary>
    public void Cut(string reason)
    {
        IsCut = true;
        ForEach(static (session, reason) => session.Cut(reason), reason);
    }

    public void OnMaintenance(BackendState backend) =>
        ForEach(static (session, backend) => session.OnMaintenance(backend), backend);

    private void Link(ClientConnection session)
    {
        session.Next = _first;
        if (_first is not null)
        {
            _first.Previous = session;
        }

        _first = session;
        Count++;
    }

    // The action may end the session that it is called for, and no other.
    private void ForEach<T>(Action<ClientConnection, T> action, T argument)
    {
        for (ClientConnection? session = _first; session is not null; )
        {
            ClientConnection? next = session.Next;
            session.Services.Reactor.Run(session, argument, action);
            session = next;
        }
    }
}
