// What a worker keeps of a backend.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Pooling;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Pooling;

public sealed class PooledBackendTests
{
    private readonly BackendState _backend = TestCluster.Create(1).Backends[0];

    [Fact]
    public void It_has_one_pool_for_http_and_one_for_tcp_which_count_for_the_same_backend()
    {
        var part = new PooledBackend(_backend);
        part.Of(PoolKind.Http).ShouldBeSameAs(part.Http);
        part.Of(PoolKind.Tcp).ShouldBeSameAs(part.Tcp);
        (part.Http.Kind, part.Tcp.Kind).ShouldBe((PoolKind.Http, PoolKind.Tcp));
        part.Http.Backend.ShouldBe(_backend);
        part.Http.Counters.ShouldBeSameAs(part.Counters);
        part.Tcp.Counters.ShouldBeSameAs(part.Counters);
    }

    [Fact]
    public void It_is_empty_while_nothing_is_kept_or_being_warmed_up()
    {
        var part = new PooledBackend(_backend);
        part.IsEmpty.ShouldBeTrue();
        part.Tcp.Warm.Connecting++;
        part.IsEmpty.ShouldBeFalse();
        part.Tcp.Warm.Connecting--;
        var connection = new PooledConnection(null!); // the list never asks the owner
        part.Http.Push(connection);
        part.IsEmpty.ShouldBeFalse();
        part.Http.Remove(connection);
        part.Tcp.Push(connection);
        part.IsEmpty.ShouldBeFalse();
    }
}
