// A row of `weir top`.
namespace Weir.Commands.Top;

/// <summary>One backend between two looks; the share of reused connections is null where none was taken.</summary>
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
    string? LastCheckOutcome,
    bool IsUsable
);
