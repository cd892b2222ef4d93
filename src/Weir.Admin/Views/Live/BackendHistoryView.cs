// The last hour of one backend.
namespace Weir.Admin.Views.Live;

/// <summary>Requests or sessions given to it, and errors, per second; null for the time when it was not there.</summary>
public sealed record BackendHistoryView(
    string Cluster,
    string Address,
    float?[] Rate,
    float?[] Errors
);
