// The answer to a reload.
using System.Collections.Immutable;

namespace Weir.Admin;

/// <summary>How a reload ended and what is to be said about it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Problems">Rejected: every problem of the file. Applied: warnings, as of keys that need a restart.</param>
public sealed record ReloadResult(ReloadOutcome Outcome, ImmutableArray<string> Problems)
{
    public static ReloadResult NoFile { get; } = new(ReloadOutcome.NoFile, []);
}
