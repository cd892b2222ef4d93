// How a command ended.
namespace Weir.SystemTests.Support;

public sealed record CommandResult(int ExitCode, string Output, string Errors);
