// How bad a problem of the configuration is.

namespace Weir.Configuration.Source;

/// <summary>Whether the configuration can be used in spite of a problem.</summary>
public enum ProblemSeverity
{
    /// <summary>The configuration cannot be used.</summary>
    Error,

    /// <summary>It can be used, but hardly means what was intended.</summary>
    Warning,
}
