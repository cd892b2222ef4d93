// Answers of a name server, and what is left to the system.
using Shouldly;
using Weir.Discovery.Names;
using Xunit;

namespace Weir.Tests.Discovery.Names;

public sealed class DnsNamesTests : IDisposable
{
    private const ushort A = 1;
    private const ushort Aaaa = 28;

    private readonly FakeDnsServer _server = new();
    private readonly FakeNames _system = new();
    private readonly DnsNames _names;

    public DnsNamesTests() => _names = new DnsNames(_system, [_server.Endpoint]);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Addresses_of_both_kinds_live_as_long_as_the_shortest_of_them()
    {
        _server.Records["web.test"] = [("10.0.0.1", 40), ("2001:db8::1", 17), ("10.0.0.2", 90)];
        NameAnswer answer = await LookUp("web.test");
        string.Join<object>(' ', answer.Addresses).ShouldBe("10.0.0.1 10.0.0.2 2001:db8::1");
        answer.Lifetime.ShouldBe(TimeSpan.FromSeconds(17));
        _system.Lookups.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(300, 300)]
    [InlineData(86_400, 300)]
    public async Task An_answer_lives_between_a_second_and_five_minutes(uint ttl, int seconds)
    {
        _server.Records["web.test"] = [("10.0.0.1", ttl)];
        (await LookUp("web.test")).Lifetime.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(Aaaa, "10.0.0.1")]
    [InlineData(A, "2001:db8::1")]
    public async Task A_server_that_fails_for_one_kind_is_believed_for_the_other(
        ushort failing,
        string expected
    )
    {
        _server.Records["web.test"] = [("10.0.0.1", 40), ("2001:db8::1", 40)];
        _server.Errors[failing] = 2;
        string.Join<object>(' ', (await LookUp("web.test")).Addresses).ShouldBe(expected);
    }

    [Theory]
    [InlineData("db")]
    [InlineData("printer.local")]
    [InlineData("app.localhost")]
    [InlineData("localhost")]
    public async Task What_is_local_is_the_systems(string host)
    {
        _server.Records[host] = [("10.0.0.1", 40)];
        _system.Answers[host] = ["127.0.0.5"];
        NameAnswer answer = await LookUp(host);
        string.Join<object>(' ', answer.Addresses).ShouldBe("127.0.0.5");
        answer.Lifetime.ShouldBe(_system.Lifetime);
        _server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_no_server_knows_may_be_completed_by_the_system()
    {
        _system.Answers["api.default"] = ["10.1.0.1"];
        string.Join<object>(' ', (await LookUp("api.default")).Addresses).ShouldBe("10.1.0.1");
        (await LookUp("nobody.test")).Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lookup_that_is_given_up_says_so()
    {
        using var given = new CancellationTokenSource();
        given.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(
            _names.LookUpAsync("web.test", given.Token)
        );
    }

    private Task<NameAnswer> LookUp(string host) =>
        _names.LookUpAsync(host, TestContext.Current.CancellationToken);
}
