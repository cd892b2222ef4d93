// A choice of the configuration: where the log goes.

namespace Weir.Configuration.Process;

/// <summary>Where the log goes.</summary>
public enum LogMode
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,

    /// <summary>The file named by <c>logging.filePath</c>, appended to.</summary>
    File,
}
