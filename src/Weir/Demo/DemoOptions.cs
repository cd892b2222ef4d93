// What `weir demo` was asked to do.
using System.Collections.Immutable;
using Weir.Configuration;

namespace Weir.Demo;

/// <summary>How long, and what differs from the built-in configuration.</summary>
internal sealed record DemoOptions
{
    /// <summary>0: until Ctrl-C.</summary>
    public int Seconds { get; init; }

    public ImmutableArray<ConfigOverride> Sets { get; init; } = [];
}
