// What a simulated backend does with one request.
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Http;

/// <summary>A behaviour: an honest answer, or one of the ways in which backends fail.</summary>
public sealed record SimAnswer
{
    public int Status { get; init; } = 200;

    public SimFraming Framing { get; init; }

    public int BodyBytes { get; init; } = 100;

    /// <summary>From the request to the answer; behind an early answer, until the rest of the request is read.</summary>
    public long DelayUs { get; init; }

    /// <summary>The answer is sent in pieces of this size, with a pause before each but the first.</summary>
    public int PieceBytes { get; init; } = int.MaxValue;

    public long PieceDelayUs { get; init; }

    /// <summary>Keeps the connection afterwards; says so, or not, by the Connection field.</summary>
    public bool KeepsAlive { get; init; } = true;

    /// <summary>Closes the kept connection this long after the answer, without having said so; negative for never.</summary>
    public long ClosesAfterUs { get; init; } = -1;

    /// <summary>An interim 100 goes first.</summary>
    public bool SendsInterim { get; init; }

    /// <summary>What comes of an expectation of 100.</summary>
    public SimContinue Continue { get; init; }

    /// <summary>Answers as soon as the head is there, without the body.</summary>
    public bool IsEarly { get; init; }

    /// <summary>Ends after this many bytes of the whole answer; negative for never.</summary>
    public int CutAfterBytes { get; init; } = -1;

    /// <summary>How a cut ends: by RST rather than FIN.</summary>
    public bool CutsByReset { get; init; }

    /// <summary>Bytes sent behind the answer that nobody asked for.</summary>
    public int ExtraBytes { get; init; }

    /// <summary>Something that is not HTTP instead of an answer.</summary>
    public bool IsGarbage { get; init; }

    /// <summary>Never answers.</summary>
    public bool IsSilent { get; init; }

    /// <summary>A right answer, of any size, framing and pace.</summary>
    public static SimAnswer Honest(Rng rng)
    {
        SimFraming framing = rng.Pick(
            SimFraming.ContentLength,
            SimFraming.ContentLength,
            SimFraming.Chunked,
            SimFraming.Close
        );
        return new()
        {
            Status = rng.Pick(200, 200, 200, 404, 500),
            Framing = framing,
            BodyBytes = rng.Pick(0, 1, rng.Scaled(1, 300_000)),
            DelayUs = rng.Chance(0.3) ? rng.Scaled(1, 200_000) : 0,
            PieceBytes = rng.Chance(0.3) ? rng.Scaled(500, 50_000) : int.MaxValue,
            PieceDelayUs = rng.Chance(0.5) ? rng.Scaled(1, 10_000) : 0,
            KeepsAlive = framing != SimFraming.Close && rng.Chance(0.9),
            ClosesAfterUs = rng.Chance(0.1) ? rng.Scaled(1, 500_000) : -1,
            SendsInterim = rng.Chance(0.05),
        };
    }

    /// <summary>Often honest; else cut, early, silent, garbage or too long.</summary>
    public static SimAnswer Random(Rng rng)
    {
        SimAnswer honest = Honest(rng);
        return rng.Next(12) switch
        {
            // A close-framed body that ends early by FIN cannot be told from a whole one: it is cut by RST only.
            0 => honest with
            {
                CutAfterBytes = rng.Scaled(1, 20_000),
                CutsByReset = honest.Framing == SimFraming.Close || rng.Chance(0.5),
            },
            1 => honest with { CutAfterBytes = 0, CutsByReset = rng.Chance(0.5) },
            2 or 6 => honest with
            {
                IsEarly = true,
                KeepsAlive = honest.KeepsAlive && rng.Chance(0.7),
            },
            3 => honest with { IsGarbage = true },
            4 when honest.Framing != SimFraming.Close => honest with
            {
                ExtraBytes = rng.Scaled(1, 1_000),
            },
            5 when rng.Chance(0.3) => honest with { IsSilent = true },
            _ => honest,
        };
    }
}
