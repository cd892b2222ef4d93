// Where the command line says that the configuration to explain is.
namespace Weir.Commands.Explain;

/// <param name="File">Of <c>-c</c>; null when not given.</param>
/// <param name="Admin">Of <c>--admin</c>; null when not given.</param>
/// <param name="IsLive">Whether the running Weir is asked.</param>
internal sealed record ExplainGiven(string? File, string? Admin, bool IsLive);
