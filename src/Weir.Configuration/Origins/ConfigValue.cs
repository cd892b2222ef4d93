// One value of the configuration in force.
namespace Weir.Configuration.Origins;

/// <param name="Path">In the form that <c>--set</c> takes, in the long form of the configuration.</param>
/// <param name="Value">As JSON writes it, without quotes around a text; secrets are masked.</param>
/// <param name="Origin">Who says so.</param>
/// <param name="Line">1-based line of the file; 0 where it is not from the file.</param>
public sealed record ConfigValue(string Path, string Value, ConfigValueOrigin Origin, int Line);
