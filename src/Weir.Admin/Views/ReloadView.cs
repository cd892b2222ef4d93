// The answer to a reload that was applied.
namespace Weir.Admin.Views;

/// <summary>Says that the config was applied, and what of it waits for a restart.</summary>
public sealed record ReloadView(string Result, IReadOnlyList<string> Warnings);
