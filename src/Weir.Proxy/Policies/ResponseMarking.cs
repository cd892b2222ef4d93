// Tells clients through whom the response came, when, and by which id the request is found in the logs.
using Weir.Protocol.Http;

namespace Weir.Proxy.Policies;

/// <inheritdoc cref="ResponseMarks"/>
/// <param name="via">The listener's member of Via.</param>
public sealed class ResponseMarking(byte[] via) : ResponsePolicy
{
    public override void Edit(in ResponseView response, HeadEdits edits) =>
        ResponseMarks.Edit(response.Head, via, response.Request.RequestId, response.Date, edits);
}
