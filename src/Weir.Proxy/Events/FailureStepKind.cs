// What can happen to a request or tcp session on its way to a failure.
namespace Weir.Proxy.Events;

/// <summary>The kinds of steps in a <see cref="FailureRecord"/>.</summary>
public enum FailureStepKind : byte
{
    /// <summary>The first byte of the request, or a tcp client, came in.</summary>
    Accepted,

    /// <summary>The head is whole and a cluster was found for it.</summary>
    Routed,

    /// <summary>Every usable backend is at its limit: it waits for a place.</summary>
    Queued,

    /// <summary>A pooled connection to a backend was taken.</summary>
    Reused,

    /// <summary>A connection to a backend is being opened.</summary>
    Connecting,

    /// <summary>The connection is there.</summary>
    Connected,

    /// <summary>The request has gone out whole.</summary>
    Sent,

    /// <summary>The head of the backend's final response is there.</summary>
    Responded,

    /// <summary>A backend failed and the work moves on.</summary>
    BackendFailed,

    /// <summary>The request or session is given up.</summary>
    Failed,

    /// <summary>The client was given a response of Weir's own.</summary>
    Answered,

    /// <summary>The client's connection was reset.</summary>
    Cut,
}
