// The body of a change of weight.
namespace Weir.Admin.Views;

/// <summary><c>{"weight": n, "reason": "text"}</c>; null where one is missing.</summary>
public sealed record WeightRequest(long? Weight, string? Reason = null);
