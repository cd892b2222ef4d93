// One request that a simulated client is to send.
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Http;

/// <summary>Its id is in the path, in a field, and decides every byte of its body.</summary>
public sealed record SimRequest(int Id, string Method)
{
    public int BodyBytes { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>0 or 1: the version's minor number.</summary>
    public int Minor { get; init; } = 1;

    public string Host { get; init; } = "sim.example";

    /// <summary>Asks for the connection to end with this request.</summary>
    public bool AsksClose { get; init; }

    /// <summary>Carries Expect: 100-continue (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue { get; init; }

    /// <summary>How long the body waits for the 100 that it expects: 0 is not at all, negative is for ever.</summary>
    public long ContinueWaitUs { get; init; }

    /// <summary>The client waits this long between the pieces that it sends.</summary>
    public long PieceDelayUs { get; init; }

    public int PieceBytes { get; init; } = int.MaxValue;

    /// <summary>The client resets the connection once it has sent this many bytes; negative for never.</summary>
    public int AbortAfterBytes { get; init; } = -1;

    /// <summary>A method that may be sent again (RFC 9110 §9.2.2).</summary>
    public bool IsIdempotent => Method is not ("POST" or "PATCH");

    /// <summary>Its listener refuses it for its Content-Length.</summary>
    public bool IsTooLarge { get; init; }

    public bool HasBody => BodyBytes > 0 || IsChunked;

    public static SimRequest Random(int id, Rng rng)
    {
        string method = rng.Pick("GET", "GET", "HEAD", "PUT", "POST", "DELETE");
        bool hasBody = method is "PUT" or "POST";
        return new(id, method)
        {
            BodyBytes = hasBody ? rng.Pick(0, 1, rng.Scaled(1, 200_000)) : 0,
            IsChunked = hasBody && rng.Chance(0.4),
            Minor = hasBody || rng.Chance(0.9) ? 1 : 0,
            AsksClose = rng.Chance(0.05),
            PieceDelayUs = rng.Chance(0.2) ? rng.Scaled(1, 50_000) : 0,
            PieceBytes = rng.Chance(0.2) ? rng.Scaled(1_000, 50_000) : int.MaxValue,
            AbortAfterBytes = rng.Chance(0.05) ? rng.Scaled(1, 50_000) : -1,
        };
    }
}
