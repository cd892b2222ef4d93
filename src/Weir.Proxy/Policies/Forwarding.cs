// Tells backends who asked, and through whom: X-Forwarded-*, Forwarded, Via and X-Request-Id.
using Weir.Protocol.Http;

namespace Weir.Proxy.Policies;

/// <inheritdoc cref="ForwardingFields"/>
/// <param name="via">The listener's member of Via.</param>
public sealed class Forwarding(byte[] via) : RequestPolicy
{
    public override PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker)
    {
        ClientFacts client = request.Client;
        var facts = new ForwardingFacts
        {
            ClientAddress = client.Address,
            ClientNode = client.Node,
            IsSecure = client.Security is not null,
            PeerIsTrusted = request.PeerIsTrusted,
            Via = via,
            RequestId = request.RequestId,
        };
        ForwardingFields.Edit(request.Source, request.Head, facts, request.Edits);
        return null;
    }
}
