// The third place: behind the head of the final response.
using Weir.Protocol.Http;

namespace Weir.Proxy.Policies;

/// <inheritdoc cref="RequestPolicy"/>
public abstract class ResponsePolicy
{
    /// <summary>Says what is to be different in the head that goes to the client.</summary>
    public abstract void Edit(in ResponseView response, HeadEdits edits);
}
