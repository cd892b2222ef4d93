// What a backend is known by across reloads.
namespace Weir.Admin.Traffic;

/// <summary>Name of the cluster, and address as configured.</summary>
internal readonly record struct BackendKey(string Cluster, string Address);
