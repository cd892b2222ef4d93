// What is known of a backend's health.
namespace Weir.Proxy.Backends;

/// <summary>A backend starts as unknown and may be used at once; only checks make it healthy again.</summary>
public enum HealthStatus : byte
{
    Unknown,
    Healthy,
    Unhealthy,
}
