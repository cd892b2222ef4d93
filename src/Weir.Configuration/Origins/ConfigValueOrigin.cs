// Where a value in force may come from.

namespace Weir.Configuration.Origins;

public enum ConfigValueOrigin
{
    /// <summary>Built in: nobody wrote it.</summary>
    Default,

    File,

    CommandLine,

    /// <summary>Written for all clusters in <c>loadBalancer</c>.</summary>
    LoadBalancer,
}
