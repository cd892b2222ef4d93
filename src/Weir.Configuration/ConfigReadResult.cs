// What reading a configuration comes to.

using System.Collections.Immutable;
using Weir.Configuration.Origins;
using Weir.Configuration.Source;

namespace Weir.Configuration;

/// <summary>A configuration, or the errors that stand in its way; warnings come with either.</summary>
/// <param name="Config">Null when there is at least one error.</param>
/// <param name="Problems">All of them, in the order of the file, those of the command line last.</param>
public sealed record ConfigReadResult(WeirConfig? Config, ImmutableArray<ConfigProblem> Problems)
{
    /// <summary>Where each value was written; none without a configuration.</summary>
    public ConfigOrigins Origins { get; init; } = ConfigOrigins.None;
}
