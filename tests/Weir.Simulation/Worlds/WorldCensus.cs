// In how many random worlds each thing happened: a fault that never occurs shows nothing. Owned by WorldReport.
using System.Globalization;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Counts worlds by what their traces saw.</summary>
internal sealed class WorldCensus
{
    private readonly Dictionary<string, int> _worlds = Wanted.ToDictionary(kind => kind, _ => 0);

    /// <summary>What must happen in some worlds of every few hundred, by the words of the trace.</summary>
    public static IReadOnlyList<string> Wanted { get; } =
    [
        // connects and accepts
        "fate Refused",
        "fate Unreachable",
        "fate NoResources",
        "fate BlackHole",
        "accept failed",
        "accept aborted",
        "no descriptor to accept",
        "no descriptor to connect",
        // connections
        "cut in the middle",
        "client lost",
        "backend lost",
        "reset overtakes",
        "broken pipe",
        "broken pipe behind FIN",
        "write failed",
        "no memory to receive",
        "no memory to send",
        "no buffer to send",
        "window stalls",
        "slow reader",
        "data meets a closed socket",
        // clients and backends
        "shed before a request",
        "no 100 in time",
        "expectation Never",
        "expectation Sent",
        "expectation Refused",
        "expectation Unauthorized",
        "early switch",
        // from outside
        .. Enum.GetValues<HappeningKind>().Select(kind => $"happens {kind}"),
        "reload under traffic",
        "a member joins under traffic",
        "a member leaves under traffic",
        "a member leaves that serves",
        "loads are compared by a tree",
        "a cluster is renamed",
        "routes are moved",
        "a listener is renamed",
        "a listener is removed",
        "lag under traffic",
        "drain under traffic",
        "drain cuts",
    ];

    public IEnumerable<string> Missing => _worlds.Where(w => w.Value == 0).Select(w => w.Key);

    public void Add(SimTrace trace)
    {
        foreach (string kind in Wanted.Where(trace.Seen.Contains))
        {
            _worlds[kind]++;
        }
    }

    /// <summary>One line for each kind, in the order of <see cref="Wanted"/>.</summary>
    public override string ToString() =>
        string.Concat(
            Wanted.Select(kind =>
                string.Create(CultureInfo.InvariantCulture, $"{_worlds[kind], 7} worlds: {kind}\n")
            )
        );
}
