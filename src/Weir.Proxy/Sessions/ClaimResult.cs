// The outcomes of BackendClaim.Pick.
namespace Weir.Proxy.Sessions;

/// <summary>What picking a backend came to.</summary>
internal enum ClaimResult : byte
{
    /// <summary>A place is reserved.</summary>
    Picked,

    /// <summary>A connection is held from the last request (it is authenticated).</summary>
    Held,

    /// <summary>All usable backends are full; the session waits for <see cref="IWaiter.OnRoom"/>.</summary>
    Queued,

    /// <summary>All are full and so is the queue.</summary>
    Full,

    NoneUsable,
}
