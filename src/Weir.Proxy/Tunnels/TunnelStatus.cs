// The outcomes of an event in a Tunnel.
namespace Weir.Proxy.Tunnels;

/// <summary>What an event left a tunnel in.</summary>
internal enum TunnelStatus : byte
{
    Open,

    /// <summary>Both sides sent FIN and all bytes went through.</summary>
    Finished,

    ClientReset,
    BackendReset,

    /// <summary>A side was reset; the other gets the bytes that came before that first.</summary>
    Resetting,

    /// <summary>Both sides were silent for too long.</summary>
    Idle,

    /// <summary>A side took no bytes for too long.</summary>
    Stalled,
}
