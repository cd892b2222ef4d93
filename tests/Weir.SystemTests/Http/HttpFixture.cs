// One Weir in http mode before one backend that answers 200, shared by the tests of a class that leave no trace on it.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class HttpFixture : IAsyncLifetime
{
    public TestBackend Backend { get; } = TestBackend.Http();

    public WeirProcess Weir { get; private set; } = null!; // set before the first test

    public async ValueTask InitializeAsync() =>
        Weir = await WeirProcess.StartAsync(
            TestConfig.Http([Backend.Address], ("loadBalancer.connectionPoolSize", 4))
        );

    public async ValueTask DisposeAsync()
    {
        await Weir.DisposeAsync();
        Backend.Dispose();
    }
}
