// A listening socket on which nobody but the replay arrives.
using Weir.Proxy.Io;

namespace Weir.Bench.Micro;

internal sealed class ReplaySocket : ListenSocket
{
    protected override void Dispose(bool disposing) { }
}
