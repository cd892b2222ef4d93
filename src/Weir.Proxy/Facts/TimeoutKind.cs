// What a deadline guarded; the label of weir_timeouts_total.
namespace Weir.Proxy.Facts;

/// <summary>The kinds of timeouts that the TimeoutManager finds.</summary>
public enum TimeoutKind : byte
{
    Idle,
    Header,
    Connect,
    Response,
    Stalled,
}
