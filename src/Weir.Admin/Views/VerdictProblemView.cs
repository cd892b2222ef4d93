// One thing that is wrong now, as the API shows it.
namespace Weir.Admin.Views;

/// <summary>Severity is <c>error</c>, <c>warning</c> or <c>info</c>; the remedy is empty where there is nothing to do.</summary>
public sealed record VerdictProblemView(string Severity, string What, string Why, string Remedy);
