// One label of one figure.
namespace Weir.Admin.Exposition;

/// <summary>Tells figures of one family apart.</summary>
public readonly record struct MetricLabel(string Name, string Value);
