// The way from the timeout thread to the worker that owns a deadline.
namespace Weir.Proxy.Timeouts;

/// <summary>Takes notices of expired deadlines, from the timeout thread.</summary>
public interface IExpirySink
{
    /// <summary>Posts (slot, generation) to the owner's mailbox; false when that is full: the next scan tries again.</summary>
    bool TryPostExpired(int slot, int generation);
}
