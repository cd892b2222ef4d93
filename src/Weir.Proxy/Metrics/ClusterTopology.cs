// A cluster as the metrics see it.
namespace Weir.Proxy.Metrics;

/// <summary>One configured cluster: the number under which workers count for it (from 1 on), its name, and its live facts.</summary>
public sealed record ClusterTopology(int Id, string Name, ClusterLoadSource Load);
