// A whole random world as plain data: drawn from a seed by ScenarioDraw, played by ScenarioRun, made smaller by Shrinker.
using System.Collections.Immutable;
using Weir.Configuration.Listeners;
using Weir.Simulation.Http;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Equal scenarios give equal runs. Times in microseconds from the start.</summary>
internal sealed record Scenario
{
    public const int FirstPort = 80;

    private const int MostBody = 100_000;

    // What goes through the smallest window takes a few minutes at most, and what goes in the smallest segments no million events.
    private const long MostWindows = 2_000;
    private const long MostSegments = 500;

    /// <summary>Also the seed of the network's dice.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Nothing in it can cost a well-formed request its answer.</summary>
    public bool IsSound { get; init; }

    public required FaultProfile Front { get; init; }

    public required FaultProfile Back { get; init; }

    public int Workers { get; init; } = 1;

    public int Blocks { get; init; } = 256;

    /// <summary>What the proxy may have open at one time.</summary>
    public int Descriptors { get; init; } = int.MaxValue;

    /// <summary>It has what <see cref="LateDraw"/> adds.</summary>
    public bool HasLateDraws { get; init; }

    /// <summary>The share of requests that are traced.</summary>
    public double TraceShare { get; init; }

    /// <summary>When the workers begin to lag.</summary>
    public long LagAtUs { get; init; }

    /// <summary>For how long they do; 0: they never lag.</summary>
    public long LagForUs { get; init; }

    /// <summary>Every backend sends 100 to who expects it.</summary>
    public bool AlwaysContinues { get; init; }

    public required ImmutableArray<ListenerConfig> Listeners { get; init; }

    public required ImmutableArray<ClusterPlan> Clusters { get; init; }

    public required ImmutableArray<ClientPlan> Clients { get; init; }

    public ImmutableArray<Happening> Happenings { get; init; } = [];

    /// <summary>When the proxy drains in the middle of traffic; 0 for after it.</summary>
    public long DrainAtUs { get; init; }

    public long DrainUs { get; init; } = 5_000_000;

    /// <summary>The longest body that gets through both networks in reasonable time.</summary>
    public int MostBodyBytes => int.Min(MostBodyOf(Front), MostBodyOf(Back));

    /// <summary>Whether a client of the listener may be turned away at accept.</summary>
    public bool MayShed(ListenerConfig listener) =>
        LagForUs > 0 || listener.MaxConnections > 0 || listener.MaxConnectionsPerClient > 0;

    /// <summary>Whether the listener refuses the request for its Content-Length, whatever happens.</summary>
    public bool Refuses(ListenerConfig listener, SimRequest request) =>
        listener.MaxBodyBytes is > 0 and var most
        && request is { IsChunked: false, BodyBytes: var bytes }
        && bytes > most
        && !Happenings.Any(h => h.Kind == HappeningKind.Reload);

    public ClusterPlan Cluster(string name) =>
        Clusters.First(c => c.Config.Name == ReloadDraw.FirstName(name));

    private static int MostBodyOf(FaultProfile network) =>
        (int)
            long.Min(
                MostBody,
                long.Min(
                    MostWindows * network.MinBufferBytes,
                    MostSegments * network.MaxSegmentBytes
                )
            );

    public override string ToString() => ScenarioText.Of(this);
}
