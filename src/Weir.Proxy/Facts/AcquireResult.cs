// Where a session's backend connection came from; the label of weir_pool_acquires_total.
namespace Weir.Proxy.Facts;

/// <summary>A pooled connection used before, a fresh one kept ready, or one opened on demand.</summary>
public enum AcquireResult : byte
{
    Reused,
    Warm,
    Opened,
}
