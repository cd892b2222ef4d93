// What a stateless parse of the bytes so far came to. Shared by the request and response head parsers.
namespace Weir.Protocol.Http1.Parsing;

public enum ParseStatus : byte
{
    /// <summary>The whole head is there and valid.</summary>
    Complete,

    /// <summary>Nothing wrong so far; call again from the start when more bytes came.</summary>
    NeedMore,

    /// <summary>No further byte can make this valid; the head's error says why.</summary>
    Invalid,
}
