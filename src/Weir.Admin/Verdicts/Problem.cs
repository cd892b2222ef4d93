// One thing that is wrong now.
namespace Weir.Admin.Verdicts;

/// <summary>What is wrong, why, and what to do about it; sentences without a full stop.</summary>
public sealed record Problem(Severity Severity, string What, string Why, string Remedy)
{
    /// <summary>The cluster that it is about; null of what concerns the process.</summary>
    public string? Cluster { get; init; }

    /// <summary>The backend of which live traffic tells what no check does, and the word for it; null of anything else.</summary>
    public (string Cluster, string Backend, string Word)? Trouble { get; init; }
}
