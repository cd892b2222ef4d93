// Writes down when its deadline was said to have passed.
using Weir.Proxy.Timeouts;

namespace Weir.Tests.Proxy.Timeouts;

internal sealed class FakeOwner : IDeadlineOwner
{
    public List<long> Calls { get; } = [];

    public void OnDeadline(long nowUs) => Calls.Add(nowUs);
}
