// One key whose value differs between two configurations.

namespace Weir.Configuration.Keys;

/// <param name="Path">In the form that <c>--set</c> takes.</param>
/// <param name="NeedsRestart">Whether the change waits for a restart.</param>
internal readonly record struct KeyChange(string Path, bool NeedsRestart);
