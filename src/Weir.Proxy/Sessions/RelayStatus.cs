// How far a response came on its way from the backend to the client.
namespace Weir.Proxy.Sessions;

/// <summary>What the relay of a response waits for, or how it ended.</summary>
internal enum RelayStatus : byte
{
    More,

    /// <summary>A final head has been read and is on its way.</summary>
    Begun,
    Complete,

    /// <summary>The backend closed before the end.</summary>
    Ended,
    Invalid,
}
