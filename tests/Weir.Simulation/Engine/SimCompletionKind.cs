// What kind of thing a SimReactor has queued.

namespace Weir.Simulation.Engine;

/// <summary>The kinds of completions.</summary>
internal enum SimCompletionKind
{
    Connected,
    Received,
    Sent,
    HungUp,
    Accept,
}
