// What a SimReactor has queued for the next turn.
using Weir.Proxy.Io;

namespace Weir.Simulation.Engine;

/// <summary>The kinds of completions.</summary>
internal enum SimCompletionKind
{
    Connected,
    Received,
    Sent,
    Accept,
}

/// <summary>A queued completion. Blocks and counts stay in the channel, so that a close in between can give them back.</summary>
internal readonly record struct SimCompletion(
    SimCompletionKind Kind,
    SimChannel? Channel,
    SimListener? Listener,
    IoStatus Status
);
