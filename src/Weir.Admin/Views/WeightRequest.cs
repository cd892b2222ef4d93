// The body of a change of weight.
namespace Weir.Admin.Views;

/// <summary><c>{"weight": n}</c>; null where it is missing.</summary>
public sealed record WeightRequest(long? Weight);
