// What a client gets that is turned away, and that its block comes back.
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Admission;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Admission;

public sealed class RejectedClientTests
{
    private readonly TestServices _test = new(writeDate: t => t.AsSpan().Fill((byte)'D'));
    private readonly FakeChannel _client = new();

    [Theory]
    [InlineData(IoStatus.Ok, "linger")]
    [InlineData(IoStatus.Reset, "reset")]
    public void An_http_client_is_told_and_closed(IoStatus status, string end)
    {
        Reject(ProxyMode.Http);
        string told = Wire.Text(_client.Sent);
        told.ShouldStartWith("HTTP/1.1 503 Service Unavailable\r\n");
        Wire.Field(told, "Retry-After").ShouldBe("1");
        Wire.Field(told, "Connection").ShouldBe("close");
        Wire.Field(told, "Date").ShouldBe(new string('D', 29));
        _test.Counters.NoCluster.Responses(0, 4).ShouldBe(1);
        _test.Events.Failures.ShouldHaveSingleItem().Status.ShouldBe(503);
        _client.Owner.ShouldNotBeNull().OnSent(_client, _client.EndSend(), status);
        _client.Calls[^1].ShouldBe(end);
        _test.Reactor.Blocks.RentedCount.ShouldBe(0);
        _client.Meter.ShouldBe(_test.Counters.ClientBytes);
    }

    [Theory]
    [InlineData(ProxyMode.Tcp, 0)]
    [InlineData(ProxyMode.Http, 8)]
    public void A_tcp_client_and_one_without_a_block_to_be_had_are_reset(ProxyMode mode, int rented)
    {
        for (int i = 0; i < rented; i++)
        {
            _test.Reactor.Blocks.TryRent(out _).ShouldBeTrue();
        }

        Reject(mode);
        _client.Calls.ShouldBe(["reset"]);
        _test.Events.Failures.ShouldHaveSingleItem().Status.ShouldBe(0);
        _test.Reactor.Blocks.RentedCount.ShouldBe(rented);
        _test.Counters.NoCluster.Responses(0, 4).ShouldBe(0);
    }

    [Fact]
    public void A_defect_resets_it()
    {
        new RejectedClient(_test.Reactor.Blocks, _client, 0).Abandon();
        _client.Calls.ShouldBe(["reset"]);
    }

    private void Reject(ProxyMode mode) =>
        RejectedClient.Reject(
            _test.Services,
            Listeners.Http(l => l with { Mode = mode }),
            _client,
            Refusal.ListenerLimit
        );
}
