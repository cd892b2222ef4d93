// The figures of one listener at one moment.
using System.Collections.Immutable;

namespace Weir.Proxy.Metrics;

/// <summary>One listener.</summary>
/// <param name="Name">Its name in the config.</param>
/// <param name="Active">Client connections accepted and not yet closed.</param>
/// <param name="ActiveRequests">Requests under way; 0 in tcp mode.</param>
/// <param name="Responses">By cluster; the first one is of no cluster. Empty in tcp mode.</param>
public sealed record ListenerMetrics(
    string Name,
    long Active,
    long ActiveRequests,
    ImmutableArray<ResponseMetrics> Responses
);
