// Why a client was turned away before it became a session.
namespace Weir.Proxy.Admission;

/// <summary>All of them have the same error code; failure records say which it was.</summary>
internal enum Refusal
{
    /// <summary>What is under way already waits longer for the thread than <c>reactor.maxLag</c>.</summary>
    Overload,

    /// <summary>The client has <c>maxConnectionsPerClient</c> open.</summary>
    ClientLimit,

    /// <summary>The listener has <c>maxConnections</c> open.</summary>
    ListenerLimit,
}
