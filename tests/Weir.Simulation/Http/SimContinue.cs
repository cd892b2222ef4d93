// What a simulated backend does when a request expects 100 before its body.
namespace Weir.Simulation.Http;

/// <summary>The choices of RFC 9110 §10.1.1, and the silence of a server that knows no expectations.</summary>
public enum SimContinue
{
    /// <summary>Never sends 100 and waits for the body.</summary>
    Never,

    /// <summary>Sends 100 when it has the head, and answers when it has the body.</summary>
    Sent,

    /// <summary>Answers 417 when it has the head.</summary>
    Refused,

    /// <summary>Answers 401 when it has the head.</summary>
    Unauthorized,
}
