// Two ways to say one thing, of which a section takes one.

using System.Collections.Immutable;

namespace Weir.Configuration.Keys;

/// <summary>Keys that exclude each other.</summary>
/// <param name="One">The first form.</param>
/// <param name="Other">Its first key is the one that the second form cannot do without.</param>
/// <param name="IsNeeded">Whether one of the forms must be there.</param>
internal sealed record Alternative(ConfigKey One, ImmutableArray<ConfigKey> Other, bool IsNeeded);
