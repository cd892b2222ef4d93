// Adds what ScenarioDraw does not draw, from dice of its own: whatever comes in here, a seed keeps the rest of its world.
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Http;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Tracing, workers that lag, limits of one address, expectations of 100, and rare errors of the kernel.</summary>
internal static class LateDraw
{
    private const ulong Salt = 0x9E37_79B9_7F4A_7C15;

    private const int MostLagUs = 3_000_000;
    private const int MostFirstThinkUs = 1_000_000;
    private const int MostContinueWaitUs = 2_000_000;
    private const int MostUnreadUs = 300_000;
    private const int SmallBufferBytes = 2_048;

    /// <summary>Dice apart from those that a seed gives elsewhere.</summary>
    public static Rng DiceOf(ulong seed) => new(seed ^ Salt);

    public static Scenario Add(Scenario drawn)
    {
        Rng rng = DiceOf(drawn.Seed);
        Scenario all = drawn with
        {
            HasLateDraws = true,
            TraceShare = rng.Pick(0, 0, 0.3, 1),
            AlwaysContinues = drawn.IsSound && rng.Chance(0.5),
        };
        return drawn.IsSound
            ? all
            : all with
            {
                Front = Worse(drawn.Front, rng),
                Back = Worse(drawn.Back, rng),
                // Some drains end before their sessions do.
                DrainUs = rng.Pick(drawn.DrainUs, rng.Scaled(1_000, 100_000)),
                Listeners = [.. drawn.Listeners.Select(l => Stricter(l, rng))],
                LagAtUs = rng.Scaled(1_000, MostLagUs),
                LagForUs = rng.Pick(0, 0, rng.Scaled(10_000, MostLagUs)),
            };
    }

    /// <summary>How long a client thinks before its first request.</summary>
    public static long FirstThinkUs(Rng rng) =>
        rng.Chance(0.25) ? rng.Scaled(1, MostFirstThinkUs) : 0;

    /// <summary>An upgrade may come with a body, and with bytes of the other protocol right behind it.</summary>
    public static UpgradePlan Upgrade(ulong seed, Scenario scenario)
    {
        Rng rng = DiceOf(seed);
        return !scenario.HasLateDraws || rng.Chance(0.3)
            ? new UpgradePlan()
            : new UpgradePlan
            {
                // What fits one block with its head, mostly: then the request is whole before it is sent.
                BodyBytes = int.Min(rng.Scaled(100, 80_000), scenario.MostBodyBytes),
                AheadBytes = rng.Pick(0, 1, 5_000),
                IsEarly = rng.Chance(0.5),
                DelayUs = rng.Pick(0, rng.Scaled(1, 500_000)),
            };
    }

    /// <summary>A request with a body may expect 100 before it.</summary>
    public static SimRequest Expecting(SimRequest request, Scenario scenario, Rng rng)
    {
        bool expects = rng.Chance(0.4) && request is { HasBody: true, Minor: 1 };
        int someUs = rng.Scaled(1_000, MostContinueWaitUs);
        // For ever where 100 is sure to come, or where giving up is no failure.
        bool mayWaitForEver = scenario.AlwaysContinues || !scenario.IsSound;
        return request with
        {
            ExpectsContinue = expects,
            ContinueWaitUs = rng.Pick(0, someUs, mayWaitForEver ? -1 : someUs),
        };
    }

    /// <summary>In a sound world nobody refuses a body that may be on its way already.</summary>
    public static SimContinue Continue(Scenario scenario, Rng rng) =>
        scenario.AlwaysContinues ? SimContinue.Sent
        : scenario.IsSound ? rng.Pick(SimContinue.Never, SimContinue.Sent)
        : rng.Pick(
            SimContinue.Never,
            SimContinue.Sent,
            SimContinue.Sent,
            SimContinue.Refused,
            SimContinue.Unauthorized
        );

    /// <summary>A backend that lies may answer at once and leave the rest of the request unread for a while.</summary>
    public static SimAnswer Early(SimAnswer answer, Rng rng) =>
        rng.Chance(0.2)
            ? answer with
            {
                IsEarly = true,
                DelayUs = rng.Scaled(1_000, MostUnreadUs),
            }
            : answer;

    private static FaultProfile Worse(FaultProfile profile, Rng rng) =>
        profile == FaultProfile.None
            ? profile
            : profile with
            {
                // So small that what fits one send of ours does not fit the kernel's buffers.
                MaxBufferBytes = rng.Pick(
                    profile.MaxBufferBytes,
                    profile.MaxBufferBytes,
                    profile.MinBufferBytes + SmallBufferBytes
                ),
                AcceptAbortProbability = rng.Pick(0, 0, 0.1),
                BrokenPipeProbability = rng.Pick(0, 0.5, 1),
                SendErrorProbability = rng.Pick(0, 0.02, 0.2),
            };

    private static ListenerConfig Stricter(ListenerConfig listener, Rng rng) =>
        listener with
        {
            MaxConnectionsPerClient = rng.Pick(0, 0, 1, 2),
        };
}
