// The body that a change may have.
namespace Weir.Admin.Views;

/// <summary><c>{"reason": "text"}</c>; null where it is missing.</summary>
public sealed record ReasonRequest(string? Reason);
