// How large a head may be. The values come from the listener's configuration.
namespace Weir.Protocol.Http1;

/// <param name="MaxBytes">The most bytes of a head, start line and final empty line included.</param>
/// <param name="MaxFields">The most field lines; at most the capacity of the <see cref="HeaderFields"/> in use.</param>
public readonly record struct HeadLimits(int MaxBytes, int MaxFields);
