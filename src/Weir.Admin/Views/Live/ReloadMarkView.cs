// When a reload was.
namespace Weir.Admin.Views.Live;

/// <summary>In Unix seconds; the result is <c>applied</c> or <c>rejected</c>.</summary>
public sealed record ReloadMarkView(double Time, string Result);
