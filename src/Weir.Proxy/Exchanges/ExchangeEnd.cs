// What the end of an exchange means to its client.
namespace Weir.Proxy.Exchanges;

/// <summary>How an exchange ended.</summary>
internal enum ExchangeEnd : byte
{
    /// <summary>The client has a whole response.</summary>
    Answered,

    /// <summary>A response broke off; the client can tell by its length or framing.</summary>
    CutShort,

    /// <summary>No response, or one whose end by FIN would look like a whole one.</summary>
    Reset,
}
