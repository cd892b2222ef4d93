// The stops of an exchange on a clock that the test turns.
using Shouldly;
using Weir.Proxy.Exchanges;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeTimesTests
{
    private ExchangeTimes _times;

    public ExchangeTimesTests() => _times.Begin();

    [Fact]
    public void Nothing_that_did_not_happen_took_time()
    {
        _times.EndWait(99);
        (_times.QueueUs, _times.ConnectUs, _times.FirstByteUs).ShouldBe((0, 0, -1));
    }

    [Fact]
    public void Each_wait_ends_where_the_next_step_begins()
    {
        _times.OnQueued(0);
        _times.OnAcquire(30);
        _times.OnSend(37);
        _times.OnBackendBytes(50);
        _times.OnBackendBytes(80);
        (_times.QueueUs, _times.ConnectUs, _times.FirstByteUs).ShouldBe((30, 7, 13));
    }

    [Fact]
    public void Tries_add_up_but_the_first_byte_is_that_of_the_last_one()
    {
        _times.OnAcquire(0);
        _times.EndWait(10);
        _times.OnQueued(10);
        _times.OnAcquire(15);
        _times.OnSend(20);
        _times.OnBackendBytes(29);
        _times.OnAcquire(40);
        _times.OnSend(41);
        (_times.QueueUs, _times.ConnectUs, _times.FirstByteUs).ShouldBe((5, 16, -1));
        _times.OnBackendBytes(43);
        _times.FirstByteUs.ShouldBe(2);
    }

    [Fact]
    public void A_wait_that_led_nowhere_counts()
    {
        _times.OnQueued(5);
        _times.EndWait(25);
        _times.EndWait(99);
        _times.QueueUs.ShouldBe(20);
    }
}
