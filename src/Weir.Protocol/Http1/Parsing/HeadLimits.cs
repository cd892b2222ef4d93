// How large a head may be. The values come from the listener's configuration.
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Parsing;

/// <param name="MaxBytes">The most bytes of a head, start line and final empty line included; at most <see cref="FieldRange.MaxOffset"/>.</param>
/// <param name="MaxFields">The most field lines; at most the capacity of the <see cref="FieldTable"/> in use.</param>
public readonly record struct HeadLimits(int MaxBytes, int MaxFields);
