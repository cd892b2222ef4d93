// Whether a request goes out again after its connection died.
namespace Weir.Proxy.Exchanges;

/// <summary>What to do with a request whose backend connection died before any byte of the response.</summary>
internal enum RetryChoice : byte
{
    GiveUp,

    /// <summary>The idle connection had died unnoticed: a fresh one to the same backend, once; costs no retry.</summary>
    FreshConnection,

    /// <summary>Another backend, within <c>retries</c> and the cluster's retry budget.</summary>
    AnotherBackend,
}
