// A choice of the configuration: the kind of health check.

namespace Weir.Proxy.Configuration;

/// <summary>How a backend is checked.</summary>
public enum HealthCheckType
{
    /// <summary>A connection that opens is a success.</summary>
    Tcp,

    /// <summary>A GET whose status is among the expected ones is a success.</summary>
    Http,
}
