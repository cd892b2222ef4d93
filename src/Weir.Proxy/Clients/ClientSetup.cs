// What lies between accept and a client's connection: what has to be known before anybody is admitted, and which protocol is spoken.
using Weir.Configuration.Listeners;
using Weir.Proxy.Admission;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Clients;

/// <summary>Owned by a worker. A connection in the clear says nothing in advance: it is set up as it comes.</summary>
/// <param name="clients">Lends the connection objects.</param>
/// <param name="onReady">Takes over a client that is set up and admitted.</param>
internal sealed class ClientSetup(
    ClientSpares clients,
    Action<ClientConnection, ListenerBinding, Channel> onReady
)
{
    /// <summary>Takes an accepted channel, which is a client's in the end, or closed.</summary>
    public void Begin(ListenerBinding binding, Channel channel) =>
        End(binding, channel, binding.Snapshot.Config.Mode);

    // The settings in force now decide who is admitted: a reload may have come since the accept.
    private void End(ListenerBinding binding, Channel channel, ProxyMode speaks)
    {
        ListenerSnapshot listener = binding.Snapshot;
        if (AdmissionControl.TryAdmit(clients.Services, listener, channel))
        {
            onReady(clients.Rent(speaks), binding, channel);
        }
    }
}
