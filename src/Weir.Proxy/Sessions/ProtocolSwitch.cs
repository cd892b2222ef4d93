// When a backend's 101 may be passed on (RFC 9110 §7.8 and §15.2.2).

using Weir.Protocol.Http1;

namespace Weir.Proxy.Sessions;

/// <summary>
/// From the 101 on the connection speaks another protocol. What is still to be sent of the request would become that protocol's bytes, and
/// what the client says next would meet a channel that is sending.
/// </summary>
internal static class ProtocolSwitch
{
    /// <summary>Whether all of the request is sent by one who asked to switch.</summary>
    public static bool IsDue(HttpExchange exchange) =>
        exchange.WantsUpgrade && exchange.RequestSentUs > 0;

    /// <summary>What is wrong with a 101 that is not due; null where the rest of the request is on its way and it only has to wait.</summary>
    public static string? ProblemOf(HttpExchange exchange) =>
        !exchange.WantsUpgrade ? "it switched protocols unasked"
        : exchange.RequestState != MessageState.Done || exchange.RequestIsCut
            ? "it switched protocols before it had the whole request"
        : null;
}
