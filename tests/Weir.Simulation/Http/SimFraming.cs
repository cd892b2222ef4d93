// How a simulated backend marks the end of a body.
namespace Weir.Simulation.Http;

/// <summary>The three framings of RFC 9112 §6.3.</summary>
public enum SimFraming
{
    ContentLength,
    Chunked,
    Close,
}
