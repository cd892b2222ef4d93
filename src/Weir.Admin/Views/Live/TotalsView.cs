// Sums since the start of the process.
namespace Weir.Admin.Views.Live;

/// <summary>Final http responses, bytes of client sockets, and failures of requests and sessions.</summary>
public sealed record TotalsView(long Requests, long BytesIn, long BytesOut, long Failures);
