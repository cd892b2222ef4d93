// A row of `weir top`.
namespace Weir.Commands.Top;

/// <summary>One backend between two looks; the share of reused connections is null where none was taken, the median time of its
/// responses (an upper bound in milliseconds) where there was none.</summary>
internal sealed record TopBackend(
    string Cluster,
    string Address,
    string Health,
    string State,
    int Weight,
    int InUse,
    int Idle,
    double PicksPerSecond,
    double? ReusedShare,
    double ErrorsPerSecond,
    double? P50Ms,
    string? LastCheckOutcome,
    bool IsUsable
);
