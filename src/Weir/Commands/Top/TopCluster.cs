// A row of `weir top`.
namespace Weir.Commands.Top;

/// <summary>One cluster between two looks; latencies are upper bounds in milliseconds, null without requests.</summary>
internal sealed record TopCluster(
    string Name,
    string Algorithm,
    int Usable,
    int Backends,
    int InUse,
    int Idle,
    double RequestsPerSecond,
    double ErrorsPerSecond,
    double FailuresPerSecond,
    double? P50Ms,
    double? P99Ms
);
