// Compares configurations: what a reload changes, and what it cannot change.

using Weir.Configuration.Source;

namespace Weir.Configuration;

/// <summary>Plans reloads.</summary>
public static class ConfigDiff
{
    /// <param name="running">What is in force.</param>
    /// <param name="read">What was read now, free of errors.</param>
    /// <param name="fileName">As given, for the warnings.</param>
    public static ReloadPlan PlanReload(WeirConfig running, WeirConfig read, string fileName)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(read);
        IEnumerable<ConfigProblem> warnings = RootKeys
            .All.Changes("", running, read)
            .Where(change => change.NeedsRestart)
            .Select(change => NeedsRestart(fileName, change.Path));
        WeirConfig inForce = RootKeys.All.KeepUntilRestart(read, running);
        // An address that stays while the token goes would open the admin API to everyone who reaches it.
        if (read.Admin.Token is null && inForce.Admin.Address != read.Admin.Address)
            inForce = inForce with { Admin = inForce.Admin with { Token = running.Admin.Token } };
        return new ReloadPlan(inForce, [.. warnings], !inForce.Equals(running));
    }

    private static ConfigProblem NeedsRestart(string fileName, string path) =>
        new()
        {
            Severity = ProblemSeverity.Warning,
            Code = "needs-restart",
            Message = $"\"{path}\" has changed, which takes effect after a restart",
            Source = fileName,
            Path = path,
        };
}
