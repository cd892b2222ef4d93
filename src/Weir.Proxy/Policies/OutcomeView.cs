// What came of a request, as policies see it.
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Policies;

/// <summary>Lives for one call.</summary>
/// <param name="Backend">The last one that was asked; null where none was.</param>
/// <param name="Error">None where all went well.</param>
/// <param name="Status">What the client was answered; 0 where no answer has begun.</param>
/// <param name="DurationUs">From its first byte to now.</param>
public readonly record struct OutcomeView(
    BackendState? Backend,
    FailureCode Error,
    int Status,
    long DurationUs
);
