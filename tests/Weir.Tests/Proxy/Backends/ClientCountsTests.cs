// Connections of each client address are counted exactly while few share a cell, and never too low.
using System.Net;
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class ClientCountsTests
{
    private readonly ClientCounts _counts = new(seed: 7);

    [Fact]
    public void A_client_has_places_up_to_the_limit_and_gets_them_back()
    {
        SocketEndpoint client = Of("192.0.2.1");
        _counts.TryEnter(client, 2).ShouldBeTrue();
        _counts.TryEnter(client.WithPort(9), 2).ShouldBeTrue();
        _counts.TryEnter(client, 2).ShouldBeFalse();
        _counts.TryEnter(client, 2).ShouldBeFalse(); // a refusal leaves no trace
        _counts.Leave(client);
        _counts.TryEnter(client, 2).ShouldBeTrue();
    }

    [Fact]
    public void Clients_do_not_count_against_each_other()
    {
        const int Limit = 4; // cells are shared, but not by so many
        for (int client = 0; client < 10_000; client++)
        {
            _counts.TryEnter(Of($"10.0.{client / 250}.{client % 250}"), Limit).ShouldBeTrue();
        }
    }

    [Fact]
    public void An_ipv6_site_is_one_client()
    {
        _counts.TryEnter(Of("2001:db8:0:1::1"), 1).ShouldBeTrue();
        _counts.TryEnter(Of("2001:db8:0:1:ffff::2"), 1).ShouldBeFalse();
        _counts.TryEnter(Of("2001:db8:0:2::1"), 1).ShouldBeTrue();
    }

    [Fact]
    public void Threads_that_come_and_go_leave_nothing_behind()
    {
        SocketEndpoint client = Of("192.0.2.1");
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(_ => new Thread(() =>
                {
                    for (int i = 0; i < 50_000; i++)
                    {
                        if (_counts.TryEnter(client, 2))
                        {
                            _counts.Leave(client);
                        }
                    }
                })),
        ];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        _counts.TryEnter(client, 1).ShouldBeTrue();
        _counts.TryEnter(client, 1).ShouldBeFalse();
    }

    private static SocketEndpoint Of(string address) =>
        SocketEndpoint.FromAddress(IPAddress.Parse(address), 1234);
}
