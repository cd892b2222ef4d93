// Percentiles of request durations.
namespace Weir.Admin.Views.Live;

/// <summary>In milliseconds, from first request byte to last response byte.</summary>
public sealed record LatencyView(double P50, double P90, double P99);
