// A late wake must not write into a descriptor that has become somebody else's.
using Shouldly;
using Weir.Linux.Native;
using Xunit;

namespace Weir.Tests.Linux.Native;

public sealed class WakeSignalTests
{
    [Fact]
    public void After_disposing_a_raise_touches_no_descriptor()
    {
        var late = new WakeSignal();
        int number = late.Fd;
        late.Dispose();
        late.Fd.ShouldBe(-1);
        using var epoll = new EpollInstance(capacity: 8);
        using var heir = new WakeSignal();
        epoll.Add(heir.Fd, 1).ShouldBe(0);
        _ = epoll.Wait(timeoutMs: 0);

        late.Raise();
        late.Dispose(); // twice is harmless

        epoll.Wait(timeoutMs: 0).ShouldBe(0, $"a write reached descriptor {number}");
    }
}
