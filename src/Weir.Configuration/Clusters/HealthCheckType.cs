// A choice of the configuration: the kind of health check.

namespace Weir.Configuration.Clusters;

/// <summary>How a backend is checked.</summary>
public enum HealthCheckType
{
    /// <summary>A connection that opens is a success; it is reset before the server's accept(2) would return it.</summary>
    Tcp,

    /// <summary>A GET whose status is among the expected ones is a success.</summary>
    Http,

    /// <summary>No checks: live traffic alone finds out who is down, and tries again after the check interval.</summary>
    None,
}
