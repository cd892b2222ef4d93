// Compares configurations: what a reload changes, and what it cannot change.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Process;
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
        ImmutableArray<ConfigProblem>.Builder warnings =
            ImmutableArray.CreateBuilder<ConfigProblem>();

        void Compare<T>(SectionKey section, ConfigKey key, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after))
                warnings.Add(NeedsRestart(fileName, ConfigNode.Join(section.Name, key.Name)));
        }

        Compare(
            RootKeys.Reactor,
            ReactorKeys.Threads,
            running.Reactor.Threads,
            read.Reactor.Threads
        );
        Compare(RootKeys.Reactor, ReactorKeys.Engine, running.Reactor.Engine, read.Reactor.Engine);
        Compare(
            RootKeys.Reactor,
            ReactorKeys.MaxLag,
            running.Reactor.MaxLagMs,
            read.Reactor.MaxLagMs
        );
        Compare(RootKeys.Admin, AdminKeys.Address, running.Admin.Address, read.Admin.Address);
        Compare(
            RootKeys.Scaling,
            ScalingKeys.Address,
            running.Scaling.Address,
            read.Scaling.Address
        );
        WeirConfig inForce = read with
        {
            Reactor = running.Reactor,
            Admin = read.Admin with { Address = running.Admin.Address },
            Scaling = read.Scaling with { Address = running.Scaling.Address },
        };
        // An address that stays while the token goes would open the admin API to everyone who reaches it.
        if (read.Admin.Token is null && inForce.Admin.Address != read.Admin.Address)
            inForce = inForce with { Admin = inForce.Admin with { Token = running.Admin.Token } };
        return new ReloadPlan(inForce, warnings.ToImmutable(), !inForce.Equals(running));
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
