// The orders that are behind a backend's state and weight. Owned by its BackendState.
namespace Weir.Proxy.Backends;

/// <summary>Thread-safe: each is replaced as a whole.</summary>
public sealed class OperatorOrders
{
    private volatile OperatorOrder? _state;
    private volatile OperatorOrder? _weight;

    /// <summary>What led to drain, maint or ready; null where nobody ordered anything.</summary>
    public OperatorOrder? State
    {
        get => _state;
        internal set => _state = value;
    }

    /// <summary>What led to the weight in force; null where it is the configuration's.</summary>
    public OperatorOrder? Weight
    {
        get => _weight;
        internal set => _weight = value;
    }
}
