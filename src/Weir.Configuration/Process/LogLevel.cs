// A choice of the configuration: the log level.

namespace Weir.Configuration.Process;

/// <summary>The least severe event that is logged.</summary>
public enum LogLevel
{
    /// <summary>Everything, each connection included.</summary>
    Debug,

    /// <summary>State changes and reports.</summary>
    Info,

    /// <summary>What someone may have to look at.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Error,
}
