// Waits for one deadline, which must have passed when it is told, and gives its slot back.
using Shouldly;
using Weir.Proxy.Timeouts;

namespace Weir.Tests.Proxy.Timeouts;

internal sealed class StressOwner(DeadlineTable table) : IDeadlineOwner
{
    private int _slot;
    private long _deadlineUs;

    public bool IsDone { get; private set; }

    public void Start(long deadlineUs)
    {
        _deadlineUs = deadlineUs;
        _slot = table.Add(this);
        table.Set(_slot, deadlineUs);
    }

    public void OnDeadline(long nowUs)
    {
        IsDone.ShouldBeFalse();
        nowUs.ShouldBeGreaterThanOrEqualTo(_deadlineUs);
        IsDone = true;
        table.Remove(_slot);
    }
}
