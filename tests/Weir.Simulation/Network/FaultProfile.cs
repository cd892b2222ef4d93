// How bad the network is. Probabilities are for each connection, operation or segment, as said.
using System.Globalization;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>The behaviour of a simulated network. Times in microseconds.</summary>
public sealed record FaultProfile
{
    /// <summary>A perfect network: 20 µs each way, everything whole.</summary>
    public static FaultProfile None { get; } = new();

    public long MinDelayUs { get; init; } = 20;

    public long MaxDelayUs { get; init; } = 20;

    /// <summary>The longest segment on the way; each is drawn from one byte up when it is below what waits.</summary>
    public int MaxSegmentBytes { get; init; } = 64 * 1024;

    /// <summary>Send and receive buffers of a connection are drawn between these, each order of magnitude as likely.</summary>
    public int MinBufferBytes { get; init; } = 256 * 1024;

    public int MaxBufferBytes { get; init; } = 256 * 1024;

    /// <summary>For each read: that it brings less than there is.</summary>
    public double PartialReadProbability { get; init; }

    /// <summary>For each write: that the kernel takes less than there is room for.</summary>
    public double PartialWriteProbability { get; init; }

    /// <summary>For each window update: that it is late by up to <see cref="WindowStallMaxUs"/>.</summary>
    public double WindowStallProbability { get; init; }

    public long WindowStallMaxUs { get; init; } = 200_000;

    // --- For each connect ------------------------------------------------------------------------

    public double RefusedProbability { get; init; }

    public double UnreachableProbability { get; init; }

    public double NoResourcesProbability { get; init; }

    public double BlackHoleProbability { get; init; }

    // --- For each connection ---------------------------------------------------------------------

    /// <summary>That it is reset from the middle, after some time or some bytes.</summary>
    public double ResetProbability { get; init; }

    /// <summary>That from some moment on nothing gets through any more and nobody is told.</summary>
    public double VanishProbability { get; init; }

    /// <summary>The latest moment of such a fault after the connection was made.</summary>
    public long FaultWithinUs { get; init; } = 50_000;

    /// <summary>The most bytes that pass before such a fault, where bytes decide.</summary>
    public int FaultWithinBytes { get; init; } = 20_000;

    /// <summary>For each RST: that it overtakes what is on the way, and takes along what the receiver has not read.</summary>
    public double ResetLosesBytesProbability { get; init; }

    /// <summary>For each RST: that a send meets it before the receive that waits (EPIPE), and that behind a FIN reads still end in order.</summary>
    public double BrokenPipeProbability { get; init; }

    // --- For our own side ------------------------------------------------------------------------

    /// <summary>For each accept: that no descriptor is left.</summary>
    public double AcceptFailureProbability { get; init; }

    /// <summary>For each accept: that the connection was reset in the queue (ECONNABORTED); the next one is accepted.</summary>
    public double AcceptAbortProbability { get; init; }

    /// <summary>For each receive or send: that the kernel has no memory for it.</summary>
    public double KernelErrorProbability { get; init; }

    /// <summary>For each send, behind a part that went out as well: that no buffer is left for it (ENOBUFS).</summary>
    public double SendErrorProbability { get; init; }

    /// <summary>How late a reactor may come to run.</summary>
    public long TurnDelayMaxUs { get; init; }

    /// <summary>For each block still lent when a channel closes: that it goes back a turn later, as the kernel still holds it.</summary>
    public double LateReturnProbability { get; init; }

    /// <summary>What is worse than on a perfect network.</summary>
    public override string ToString()
    {
        IEnumerable<string> faults = typeof(FaultProfile)
            .GetProperties()
            .Where(p => p.Name != nameof(None) && !Equals(p.GetValue(this), p.GetValue(None)))
            .Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{p.Name} = {p.GetValue(this)}")
            );
        return $"network: {string.Join(", ", faults)}";
    }

    /// <summary>Slow, small and out of step, but nothing is lost and nobody is cut off.</summary>
    public static FaultProfile RandomPace(Rng rng)
    {
        bool isTiny = rng.Chance(0.25);
        long minDelayUs = rng.Scaled(1, 2_000);
        return new()
        {
            MinDelayUs = minDelayUs,
            MaxDelayUs = minDelayUs + rng.Scaled(1, 20_000),
            MaxSegmentBytes = rng.Scaled(isTiny ? 1 : 64, 64 * 1024),
            MinBufferBytes = isTiny ? 1 : rng.Scaled(256, 32 * 1024),
            MaxBufferBytes = isTiny ? rng.Scaled(2, 4096) : 256 * 1024,
            PartialReadProbability = rng.Pick(0, 0.1, 0.5, 0.9),
            PartialWriteProbability = rng.Pick(0, 0.1, 0.5, 0.9),
            WindowStallProbability = rng.Pick(0, 0, 0.05, 0.3),
            WindowStallMaxUs = rng.Scaled(100, 500_000),
            TurnDelayMaxUs = rng.Pick(0, 10, 1_000),
            LateReturnProbability = rng.Pick(0, 0.5, 1),
            AcceptFailureProbability = rng.Pick(0, 0, 0.2),
        };
    }

    /// <summary>Anything may happen.</summary>
    public static FaultProfile Random(Rng rng) =>
        RandomPace(rng) with
        {
            RefusedProbability = rng.Pick(0, 0, 0.1),
            UnreachableProbability = rng.Pick(0, 0, 0.05),
            NoResourcesProbability = rng.Pick(0, 0, 0.05),
            BlackHoleProbability = rng.Pick(0, 0, 0.05),
            ResetProbability = rng.Pick(0, 0.1, 0.5),
            VanishProbability = rng.Pick(0, 0, 0.1),
            FaultWithinUs = rng.Scaled(100, 1_000_000),
            FaultWithinBytes = rng.Scaled(1, 200_000),
            ResetLosesBytesProbability = rng.Pick(0, 0.5, 1),
        };

    internal long DrawDelayUs(Rng rng) => rng.Between(MinDelayUs, MaxDelayUs);

    internal ConnectFate DrawFate(Rng rng) =>
        rng.Chance(RefusedProbability) ? ConnectFate.Refused
        : rng.Chance(UnreachableProbability) ? ConnectFate.Unreachable
        : rng.Chance(NoResourcesProbability) ? ConnectFate.NoResources
        : rng.Chance(BlackHoleProbability) ? ConnectFate.BlackHole
        : ConnectFate.Arrives;
}
