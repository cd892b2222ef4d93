// What a SimReactor has queued for the next turn.
using Weir.Proxy.Io;

namespace Weir.Simulation.Engine;

/// <summary>A queued completion. Blocks and counts stay in the channel, so that a close in between can give them back.</summary>
internal readonly record struct SimCompletion(
    SimCompletionKind Kind,
    SimChannel? Channel,
    SimListener? Listener,
    IoStatus Status
);
