// One demo request that did not get its answer.

namespace Weir.Demo;

/// <param name="Id">What the request carried in <see cref="DemoBackend.RequestHeader"/>.</param>
/// <param name="Cause">In words, as the client saw it.</param>
internal sealed record DemoFailure(string Id, string Cause);
