// Whether a request goes out again after its connection died: what is safe, what is free, what is bounded.
using Shouldly;
using Weir.Protocol.Http1;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Sessions;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(HttpMethod.Get, true)]
    [InlineData(HttpMethod.Put, true)]
    [InlineData(HttpMethod.Delete, true)]
    [InlineData(HttpMethod.Post, false)]
    [InlineData(HttpMethod.Patch, false)]
    [InlineData(HttpMethod.Other, false)]
    public void A_stale_connection_is_replaced_by_a_fresh_one_for_idempotent_requests(
        HttpMethod method,
        bool isRetried
    )
    {
        HttpExchange exchange = Exchanges.Sent(method);
        Choose(exchange, AcquireResult.Reused)
            .ShouldBe(isRetried ? RetryChoice.FreshConnection : RetryChoice.GiveUp);
        exchange.NeedsFreshConnection.ShouldBe(isRetried);
        exchange.RetriesUsed.ShouldBe(0);
    }

    [Fact]
    public void Without_a_byte_written_even_a_post_goes_to_a_fresh_connection()
    {
        HttpExchange exchange = Exchanges.Sent(HttpMethod.Post);
        exchange.BackendSentMark = 100;
        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.FreshConnection);
    }

    [Theory]
    [InlineData(AcquireResult.Opened)]
    [InlineData(AcquireResult.Warm)]
    public void Only_a_reused_connection_can_have_been_stale(AcquireResult how)
    {
        HttpExchange exchange = Exchanges.Sent();
        Choose(exchange, how).ShouldBe(RetryChoice.AnotherBackend);
        exchange.NeedsFreshConnection.ShouldBeFalse();
    }

    [Fact]
    public void The_fresh_connection_comes_once_then_another_backend_then_the_end()
    {
        HttpExchange exchange = Exchanges.Sent();
        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.FreshConnection);
        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.AnotherBackend);
        exchange.NeedsFreshConnection.ShouldBeFalse();
        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.GiveUp);
        exchange.RetriesUsed.ShouldBe(1);
    }

    [Theory]
    [InlineData(AcquireResult.Reused)]
    [InlineData(AcquireResult.Opened)]
    public void What_is_no_longer_in_its_buffer_cannot_go_out_again(AcquireResult how)
    {
        HttpExchange exchange = Exchanges.Sent();
        RetryPolicy
            .Choose(exchange, Exchanges.Connection(exchange, how), canResend: false)
            .ShouldBe(RetryChoice.GiveUp);
        exchange.StaleRetryUsed.ShouldBeFalse();
        exchange.IsRetrying.ShouldBeFalse();
    }

    [Fact]
    public void A_request_whose_body_is_still_coming_is_not_retried()
    {
        HttpExchange exchange = Exchanges.Sent();
        exchange.RequestState = MessageState.Body;
        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.GiveUp);
        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.GiveUp);
    }

    [Fact]
    public void Retries_end_at_their_number_and_hold_one_place_of_the_budget()
    {
        HttpExchange exchange = Exchanges.Sent(with: c => c with { Retries = 3 });
        for (int i = 0; i < 3; i++)
        {
            Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.AnotherBackend);
        }

        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.GiveUp);
        var state = exchange.Cluster!.State; // Sent gave it one
        state.TryStartFreeRetry().ShouldBeTrue();
        state.TryStartFreeRetry().ShouldBeTrue();
        state.TryStartFreeRetry().ShouldBeFalse(); // three in flight: this exchange is one of them
    }

    [Fact]
    public void Each_further_retry_is_paid_for_anew()
    {
        HttpExchange exchange = Exchanges.Sent(with: c => c with { Retries = 3 });
        WorkerCluster cluster = exchange.Cluster!; // Sent gave it one
        cluster.Counters.Load.Arrivals = 10; // two retries
        cluster.State.Backends[0].TryReserve().ShouldBeTrue();
        cluster.State.Backends[0].TryReserve().ShouldBeTrue();
        cluster.State.StartRetry(); // three of others: none is free
        cluster.State.StartRetry();
        cluster.State.StartRetry();

        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.AnotherBackend);
        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.AnotherBackend);
        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.GiveUp);
        exchange.IsRetrying.ShouldBeFalse();
    }

    [Fact]
    public void With_retries_set_to_zero_there_are_none()
    {
        HttpExchange exchange = Exchanges.Sent(with: c => c with { Retries = 0 });
        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.GiveUp);
    }

    [Fact]
    public void A_spent_budget_ends_retries_but_not_the_replacement_of_a_stale_connection()
    {
        HttpExchange exchange = Exchanges.Sent();
        var state = exchange.Cluster!.State; // Sent gave it one
        for (int i = 0; i < 3; i++)
        {
            state.TryStartFreeRetry().ShouldBeTrue();
        }

        Choose(exchange, AcquireResult.Reused).ShouldBe(RetryChoice.FreshConnection);
        Choose(exchange, AcquireResult.Opened).ShouldBe(RetryChoice.GiveUp);
        exchange.IsRetrying.ShouldBeFalse();
    }

    private static RetryChoice Choose(HttpExchange exchange, AcquireResult how) =>
        RetryPolicy.Choose(exchange, Exchanges.Connection(exchange, how), canResend: true);
}
