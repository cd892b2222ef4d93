// The error codes that stand alike in logs, metrics, the dashboard and Proxy-Status (RFC 9209 §2.3, and three of our own).
namespace Weir.Proxy.Facts;

/// <summary>Why a request or session failed, or was tried again.</summary>
public enum FailureCode : byte
{
    None,
    DestinationUnavailable,
    ConnectionRefused,
    ConnectionTerminated,
    ConnectionTimeout,
    HttpResponseTimeout,
    HttpResponseIncomplete,
    HttpProtocolError,
    HttpRequestError,
    ClientHeaderTimeout,
    NoRoute,
    ConnectionLimitReached,
    LoopDetected,
    ClientDisconnected,
    InternalError,
}
