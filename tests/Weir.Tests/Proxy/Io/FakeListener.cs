// A listener that accepts nobody and counts how often it was stopped.
using Weir.Proxy.Io;

namespace Weir.Tests.Proxy.Io;

internal sealed class FakeListener : Listener
{
    public int Stops { get; private set; }

    public override void Stop() => Stops++;
}
