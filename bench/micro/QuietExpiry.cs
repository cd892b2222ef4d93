// Owns deadlines that never pass.
using Weir.Proxy.Timeouts;

namespace Weir.Bench.Micro;

internal sealed class QuietExpiry : IDeadlineOwner, IExpirySink
{
    public void OnDeadline(long nowUs) { }

    public bool TryPostExpired(int slot, int generation) => true;
}
