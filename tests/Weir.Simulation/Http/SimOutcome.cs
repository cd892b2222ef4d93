// How a simulated request ended, as its client saw it.
namespace Weir.Simulation.Http;

/// <summary>Every request ends in exactly one of these.</summary>
public enum SimOutcome
{
    /// <summary>Not yet sent, or still waiting.</summary>
    Open,

    /// <summary>The backend's answer came whole.</summary>
    Answered,

    /// <summary>The proxy answered by itself, with an error.</summary>
    ProxyError,

    /// <summary>The connection ended inside the answer.</summary>
    Cut,

    /// <summary>The connection ended, or never began, without a byte of an answer.</summary>
    Closed,

    /// <summary>The client itself left, as planned.</summary>
    Aborted,

    /// <summary>The client lost patience.</summary>
    GaveUp,
}
