// Somebody in a WaitQueue; what happens at its turn is the test's matter.
using Weir.Proxy.Sessions;

namespace Weir.Tests.Proxy.Sessions;

internal sealed class FakeWaiter(Func<bool> tryServe) : IWaiter
{
    public int WaitTicket { get; set; }

    public bool OnRoom()
    {
        if (!tryServe())
        {
            return false;
        }

        WaitTicket = 0;
        return true;
    }
}
