// What the bytes of a conversation are.
namespace Weir.Fuzz.Targets;

internal enum ConversationKind
{
    /// <summary>Requests, one behind the other.</summary>
    Requests,

    /// <summary>Responses to GET, one behind the other, interim ones among them.</summary>
    Responses,

    /// <summary>One chunked body and what follows.</summary>
    Chunks,
}
