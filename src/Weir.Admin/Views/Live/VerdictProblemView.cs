// One thing that is wrong now, as the API shows it.
using System.Text.Json.Serialization;

namespace Weir.Admin.Views.Live;

/// <summary>Severity is <c>error</c>, <c>warning</c> or <c>info</c>; the remedy is empty where there is nothing to do.</summary>
public sealed record VerdictProblemView(string Severity, string What, string Why, string Remedy)
{
    /// <summary>The cluster that it is about; left out where it concerns the process.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cluster { get; init; }
}
