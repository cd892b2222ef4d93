// Refuses a request whose body is larger than its listener takes (maxBodyBytes), as far as that shows before a backend is asked.
using Weir.Proxy.Facts;

namespace Weir.Proxy.Policies;

/// <summary>What a body turns out to be once it is under way is for the exchange to see.</summary>
/// <param name="mostBytes">Of content.</param>
public sealed class BodyLimit(long mostBytes) : RequestPolicy
{
    /// <summary>RFC 9110 §15.5.14.</summary>
    public static PolicyRefusal TooLarge { get; } =
        new(FailureCode.HttpRequestError, "body too large", 413);

    public override PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker) =>
        request.Head.ContentLength > mostBytes || request.FirstBodyBytes > mostBytes
            ? TooLarge
            : null;
}
