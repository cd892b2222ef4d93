// A choice of the configuration: pooling in tcp mode.

namespace Weir.Configuration.Clusters;

/// <summary>How connections to backends are pooled in tcp mode.</summary>
public enum TcpPooling
{
    /// <summary>Fresh connections are kept ready; each is used once.</summary>
    Warm,

    /// <summary>A used connection goes back once both sides are quiet. Only for protocols where that is safe.</summary>
    Reuse,

    /// <summary>Each session connects for itself.</summary>
    Off,
}
