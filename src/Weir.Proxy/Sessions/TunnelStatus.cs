// The outcomes of an event in a Tunnel.
namespace Weir.Proxy.Sessions;

/// <summary>What an event left a tunnel in.</summary>
internal enum TunnelStatus : byte
{
    Open,

    /// <summary>Both sides sent FIN and all bytes went through.</summary>
    Finished,

    ClientReset,
    BackendReset,

    /// <summary>Both sides have been silent for too long.</summary>
    Idle,

    /// <summary>A side has taken no bytes for too long.</summary>
    Stalled,
}
