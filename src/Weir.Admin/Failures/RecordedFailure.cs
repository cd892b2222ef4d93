// A failure as the flight recorder keeps it.
using Weir.Proxy.Events;

namespace Weir.Admin.Failures;

/// <summary>A failure with its place in the order of all, and when it was recorded.</summary>
public sealed record RecordedFailure(long Number, DateTimeOffset Time, FailureRecord Record);
