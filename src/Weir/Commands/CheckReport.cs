// The answer of `weir check --json`.

namespace Weir.Commands;

/// <param name="File">As given.</param>
/// <param name="Ok">What the exit code says.</param>
/// <param name="Problems">In the order of the file.</param>
internal sealed record CheckReport(string File, bool Ok, CheckProblem[] Problems);
