// What a reload comes to.

using System.Collections.Immutable;
using Weir.Configuration.Source;

namespace Weir.Configuration;

/// <summary>The configuration to put in force, and what of the new one has to wait for a restart.</summary>
/// <param name="InForce">The new configuration with the running values where a restart is needed.</param>
/// <param name="Warnings">One for each key that differs but has to wait.</param>
/// <param name="ChangesAnything">False when what would be in force is in force already.</param>
public sealed record ReloadPlan(
    WeirConfig InForce,
    ImmutableArray<ConfigProblem> Warnings,
    bool ChangesAnything
);
