// How one request of an open loop went.
namespace Weir.Faults.Tools;

/// <param name="SentAt">Since the start of the load.</param>
/// <param name="Took">Until its whole answer was there, or until it failed.</param>
/// <param name="Status">0 where no answer came.</param>
/// <param name="Error">What came instead.</param>
/// <param name="IsGet">Otherwise a POST, with <paramref name="Id"/> in X-Post-Id.</param>
/// <param name="Id">Its number.</param>
public sealed record Outcome(
    TimeSpan SentAt,
    TimeSpan Took,
    int Status,
    string Error,
    bool IsGet,
    int Id
)
{
    public bool Failed => Status != 200;
}
