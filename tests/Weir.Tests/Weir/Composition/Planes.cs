// Data planes for tests.
using Shouldly;
using Weir.Composition;
using Weir.Configuration.Process;
using Weir.Linux.Uring;
using Weir.Proxy.Events;

namespace Weir.Tests.Composition;

internal static class Planes
{
    /// <summary>Three workers on epoll, not started; what ends a turn is added to <paramref name="defects"/>.</summary>
    public static DataPlane Create(List<string>? defects = null)
    {
        ReactorEngine engine = ReactorEngine
            .Choose(EngineChoice.Epoll, new UringSupport("not asked", false), out _)
            .ShouldNotBeNull();
        var config = new ReactorConfig { Threads = 3 };
        return new DataPlane(config, engine, NullEventSink.Instance, (defects ?? []).Add);
    }
}
