// What came of a search for a backend.
namespace Weir.Proxy.Balancing;

/// <summary>The outcome of a pick by a <see cref="Balancer"/>.</summary>
public enum PickResult : byte
{
    /// <summary>A backend was chosen; the caller reserves the place.</summary>
    Picked,

    /// <summary>No usable backend is left that was not tried.</summary>
    NoneUsable,

    /// <summary>Usable backends are left, but each is at its limit: the caller may wait.</summary>
    AllFull,
}
