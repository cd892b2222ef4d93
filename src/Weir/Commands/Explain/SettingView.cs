// One setting that applies to a request.
namespace Weir.Commands.Explain;

/// <param name="Key">Its key in the configuration.</param>
/// <param name="Value">As the configuration in force would write it.</param>
/// <param name="Origin">FILE:LINE:COLUMN, the option, or <c>default</c>.</param>
internal sealed record SettingView(string Key, string Value, string Origin);
