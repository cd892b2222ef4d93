// Why a pooled connection was closed; the label of weir_pool_evictions_total.
namespace Weir.Proxy.Facts;

/// <summary>Reasons for closing an idle backend connection.</summary>
public enum EvictionReason : byte
{
    Overflow,
    Idle,
    Stale,
    Unhealthy,
}
