// What is known of a request that bears on who should get it.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Balancing;

/// <summary>Nothing by default; then the algorithm alone decides.</summary>
/// <param name="Preferred">Gets the request if it is usable, has room and was not tried.</param>
public readonly record struct PickHint(BackendState? Preferred);
