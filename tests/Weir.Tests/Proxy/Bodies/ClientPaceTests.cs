// Only the time in which a client is waited for counts against it.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Bodies;

public sealed class ClientPaceTests
{
    private const int Rate = 100;
    private const long Second = 1_000_000;
    private const long Grace = Limits.DataRateGraceMs * 1000L;

    private readonly FakeChannel _client = new();
    private ClientPace _pace;

    [Fact]
    public void Within_the_grace_nothing_is_too_slow()
    {
        _pace.OnReceiving(_client, Second);
        _pace.IsBodyTooSlow(_client, Rate, Second + Grace).ShouldBeFalse();
        _pace.IsBodyTooSlow(_client, Rate, Second + Grace + 1).ShouldBeTrue();
    }

    [Fact]
    public void Waits_add_up_and_the_time_between_them_does_not_count()
    {
        long now = Second;
        for (int piece = 0; piece < 20; piece++)
        {
            _pace.OnReceiving(_client, now);
            _pace.OnReceived(now + Second);
            now += 100 * Second; // the backend took its time
        }

        _pace.IsBodyTooSlow(_client, Rate, now).ShouldBeFalse(); // nobody is waited for
        _pace.OnReceiving(_client, now);
        _pace.IsBodyTooSlow(_client, Rate, now + (10 * Second)).ShouldBeFalse();
        _pace.IsBodyTooSlow(_client, Rate, now + (11 * Second)).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_of_the_head_are_no_credit_for_the_body()
    {
        _client.WithBytesReceived(1_000_000);
        _pace.OnReceiving(_client, Second);
        _pace.IsBodyTooSlow(_client, Rate, (2 * Grace) + Second).ShouldBeTrue();
    }

    [Fact]
    public void A_reader_is_judged_by_the_send_that_is_pending_and_by_none_before()
    {
        _pace.OnSending(_client, 1);
        var blocks = new BlockPool(Limits.BlockBytes, 1);
        blocks.TryRent(out Block? block).ShouldBeTrue();
        _client.Send(block!, 0, 1);
        _pace.IsReaderTooSlow(_client, Rate, 2 * Grace).ShouldBeTrue();
        _pace.OnSending(_client, 2 * Grace);
        _pace.IsReaderTooSlow(_client, Rate, 3 * Grace).ShouldBeFalse();
    }

    [Fact]
    public void A_send_that_is_no_piece_of_a_body_is_not_judged()
    {
        var blocks = new BlockPool(Limits.BlockBytes, 1);
        blocks.TryRent(out Block? block).ShouldBeTrue();
        _client.Send(block!, 0, 1);
        _pace.IsReaderTooSlow(_client, Rate, 9 * Grace).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_least_rate_nothing_is_too_slow()
    {
        _pace.OnReceiving(_client, Second);
        _pace.IsBodyTooSlow(_client, 0, 100 * Grace).ShouldBeFalse();
    }
}
