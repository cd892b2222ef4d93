// What a client means by its FIN while its request is under way (docs/adr/0008).
namespace Weir.Proxy.Clients;

/// <summary>The outcomes of <see cref="HalfClose.OnFin"/>.</summary>
internal enum ClientFin : byte
{
    /// <summary>It sends no more and waits for the answer.</summary>
    SaidAll,

    /// <summary>It has given up.</summary>
    Left,

    /// <summary>It ended inside its body, so there is nothing to answer.</summary>
    Incomplete,
}
