// Responses of one listener for one cluster at one moment.
using System.Collections.Immutable;

namespace Weir.Proxy.Metrics;

/// <summary>Responses sent.</summary>
/// <param name="Cluster">Name of the cluster; empty where no route was found.</param>
/// <param name="ByClass">1xx to 5xx.</param>
public sealed record ResponseMetrics(string Cluster, ImmutableArray<long> ByClass);
