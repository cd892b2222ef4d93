// Who is told that a deadline has passed.
namespace Weir.Proxy.Timeouts;

/// <summary>Holds one slot of a <see cref="DeadlineTable"/>; called on its worker's thread.</summary>
public interface IDeadlineOwner
{
    /// <summary>The deadline was passed when it was looked at. The owner looks again at what it waits for, closes, or sets a new deadline.</summary>
    void OnDeadline(long nowUs);
}
