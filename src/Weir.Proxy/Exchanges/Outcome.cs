// What became of a request that did not go well.
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The failure that counts so far; none by default. A later attempt takes it back.</summary>
internal readonly record struct Outcome
{
    public Outcome(FailureCode error, string detail, int status = 0)
    {
        Error = error;
        Detail = detail;
        Status = status == 0 ? Failure.Of(error).Status : status;
    }

    public FailureCode Error { get; }

    /// <summary>What the client is answered, where it still can be.</summary>
    public int Status { get; }

    /// <summary>What was wrong, in words; null without a failure.</summary>
    public string? Detail { get; }

    public bool HasFailed => Error != FailureCode.None;
}
