// A session that waits for a place on a backend.
namespace Weir.Proxy.Sessions;

/// <summary>Who may wait in a <see cref="WaitQueue"/>.</summary>
internal interface IWaiter
{
    /// <summary>The ticket of the present wait; 0 when not waiting. A queue entry with another ticket is out of date.</summary>
    int WaitTicket { get; }

    /// <summary>A place may be free: try again. Returns false when there was none and the waiter stays.</summary>
    bool OnRoom();
}
