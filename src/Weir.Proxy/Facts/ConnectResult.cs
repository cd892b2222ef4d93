// How a connect of the data path ended; the label of weir_backend_connects_total.
namespace Weir.Proxy.Facts;

/// <summary>Outcomes of connect(2) toward a backend.</summary>
public enum ConnectResult : byte
{
    Ok,
    Refused,
    Timeout,
    Unreachable,
    Error,
}
