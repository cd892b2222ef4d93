// A pipe without a kernel.
using Weir.Proxy.Io;

namespace Weir.Tests.Proxy.Io;

internal sealed class FakePipe : Pipe
{
    private bool _hasBytes;

    public override bool HasBytes => _hasBytes;

    public bool IsClosed { get; private set; }

    public void Fill() => _hasBytes = true;

    public override void Close() => IsClosed = true;
}
