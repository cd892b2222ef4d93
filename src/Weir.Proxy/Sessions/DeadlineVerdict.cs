// What HttpDeadline makes of a passed deadline.

using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>Either a time to wait on (<see cref="AgainInUs"/> above 0) or a failure.</summary>
internal readonly record struct DeadlineVerdict(
    long AgainInUs,
    TimeoutKind? Kind,
    FailureCode Code,
    string Detail,
    int Status
);
