// Why a policy does not let a request pass.
using Weir.Proxy.Facts;

namespace Weir.Proxy.Policies;

/// <summary>Made once by its policy, so that refusing costs no allocation.</summary>
/// <param name="Code">What it is called in answers, logs and metrics.</param>
/// <param name="Detail">What was wrong, in words.</param>
/// <param name="Status">What the client is answered; 0: as for all of this code.</param>
public sealed record PolicyRefusal(FailureCode Code, string Detail, int Status = 0);
