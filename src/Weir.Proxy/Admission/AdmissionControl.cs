// Whether a connection becomes a client's: the thread has to have time for it, and its client and its listener room.
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Admission;

/// <summary>Who is admitted is counted from then on, until a <see cref="ListenerPlace"/> leaves; who is not is told so, and has lost its channel.</summary>
internal static class AdmissionControl
{
    public static bool TryAdmit(SessionServices services, ListenerSnapshot listener, Channel client)
    {
        if (services.TryShedConnection())
        {
            RejectedClient.Reject(services, listener, client, Refusal.Overload);
            return false;
        }

        ListenerState state = listener.State;
        int mostOfClient = listener.Config.MaxConnectionsPerClient;
        if (!state.TryEnter(client.Remote, mostOfClient))
        {
            RejectedClient.Reject(services, listener, client, Refusal.ClientLimit);
            return false;
        }

        if (!state.TryEnter(listener.Config.MaxConnections))
        {
            state.Leave(client.Remote, mostOfClient);
            RejectedClient.Reject(services, listener, client, Refusal.ListenerLimit);
            return false;
        }

        return true;
    }
}
