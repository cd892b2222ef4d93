// What a passed deadline means in each step, and when it is only to be looked at again.
using Shouldly;
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class HttpDeadlineTests
{
    private const long Second = 1_000_000;
    private const long Idle = 60 * Second;
    private const int Rate = 100;

    private readonly BlockPool _blocks = new(Limits.BlockBytes, 2);
    private readonly HttpExchange _exchange = Exchanges.Sent();
    private readonly FakeChannel _client = new();
    private readonly FakeChannel _backend = new();

    [Fact]
    public void A_slow_head_is_408_with_a_code_of_its_own()
    {
        DeadlineVerdict verdict = Judge(HttpStep.ReadHead, nowUs: 1);
        verdict.Kind.ShouldBe(TimeoutKind.Header);
        verdict.Code.ShouldBe(FailureCode.ClientHeaderTimeout);
        verdict.AgainInUs.ShouldBe(0);
    }

    [Fact]
    public void A_wait_for_a_place_that_was_too_long_is_no_timeout_of_a_peer()
    {
        DeadlineVerdict verdict = Judge(HttpStep.Queue, nowUs: 1);
        verdict.Kind.ShouldBeNull();
        verdict.Code.ShouldBe(FailureCode.ConnectionLimitReached);
    }

    [Theory]
    [InlineData(69, 1)]
    [InlineData(70, 0)]
    [InlineData(99, 0)]
    public void The_response_is_due_from_the_last_byte_of_the_request_on(long nowS, long againInS)
    {
        _exchange.RequestSentUs = 10 * Second;
        _backend.WithActivityAt(68 * Second); // moving bytes do not put it off
        DeadlineVerdict verdict = Judge(HttpStep.ReadResponse, nowS * Second);
        verdict.AgainInUs.ShouldBe(againInS * Second);
        verdict.Kind.ShouldBe(againInS > 0 ? null : TimeoutKind.Response);
        verdict.Code.ShouldBe(againInS > 0 ? FailureCode.None : FailureCode.HttpResponseTimeout);
    }

    [Theory]
    [InlineData(nameof(HttpStep.SendHead))]
    [InlineData(nameof(HttpStep.ReadResponse))]
    [InlineData(nameof(HttpStep.Stream))]
    public void A_byte_on_either_side_puts_the_idle_deadline_off(string name)
    {
        HttpStep step = Enum.Parse<HttpStep>(name);
        _client.WithActivityAt(5 * Second);
        _backend.WithActivityAt(20 * Second);
        DeadlineVerdict verdict = Judge(step, nowUs: 79 * Second);
        verdict.AgainInUs.ShouldBe(Second);
        verdict.Code.ShouldBe(FailureCode.None);
        Judge(step, nowUs: 80 * Second).Code.ShouldNotBe(FailureCode.None);
    }

    [Fact]
    public void Without_an_idle_timeout_there_is_nothing_to_look_at_again() =>
        HttpDeadline
            .Judge(
                HttpStep.Stream,
                _exchange,
                _client,
                _backend,
                new IdleRules(0, 0, 100),
                nowUs: 99 * Idle
            )
            .ShouldBe(new DeadlineVerdict(0, null, FailureCode.None, "", 0));

    [Fact]
    public void A_client_that_takes_no_bytes_is_stalled_and_gone()
    {
        Send(_client);
        DeadlineVerdict verdict = Judge(HttpStep.Stream, nowUs: Idle);
        verdict.Kind.ShouldBe(TimeoutKind.Stalled);
        verdict.Code.ShouldBe(FailureCode.ClientDisconnected);
    }

    [Fact]
    public void A_backend_silent_in_the_body_cuts_the_response()
    {
        DeadlineVerdict verdict = Judge(HttpStep.Stream, nowUs: Idle);
        verdict.Kind.ShouldBe(TimeoutKind.Idle);
        verdict.Code.ShouldBe(FailureCode.HttpResponseIncomplete);
    }

    [Fact]
    public void A_request_body_that_fell_silent_is_408()
    {
        _exchange.RequestState = MessageState.Body;
        _client.Receive();
        DeadlineVerdict verdict = Judge(HttpStep.ReadResponse, nowUs: Idle);
        verdict.Kind.ShouldBe(TimeoutKind.Idle);
        verdict.Code.ShouldBe(FailureCode.HttpRequestError);
        verdict.Status.ShouldBe(408);
    }

    [Fact]
    public void A_backend_that_takes_no_bytes_of_the_request_is_stalled()
    {
        _exchange.RequestState = MessageState.Body;
        Send(_backend);
        DeadlineVerdict verdict = Judge(HttpStep.ReadResponse, nowUs: Idle);
        verdict.Kind.ShouldBe(TimeoutKind.Stalled);
        verdict.Code.ShouldBe(FailureCode.HttpResponseTimeout);
    }

    [Theory]
    [InlineData(nameof(HttpStep.ReadResponse))]
    [InlineData(nameof(HttpStep.Stream))]
    public void Only_the_limit_of_the_side_that_is_waited_for_counts(string name)
    {
        HttpStep step = Enum.Parse<HttpStep>(name);
        var shortBackend = new IdleRules(60 * Second, 2 * Second, Rate);
        var shortClient = new IdleRules(2 * Second, 60 * Second, Rate);
        _exchange.RequestState = MessageState.Body;
        Send(_backend);
        Judge(step, 2 * Second, shortBackend).Code.ShouldNotBe(FailureCode.None);
        Judge(step, 2 * Second, shortClient).AgainInUs.ShouldBe(2 * Second);

        _blocks.Return(_backend.EndSend());
        _client.Receive();
        Judge(step, 2 * Second, shortBackend).AgainInUs.ShouldBe(2 * Second);
        Judge(step, 2 * Second, shortClient).Code.ShouldBe(FailureCode.HttpRequestError);

        Send(_client);
        Judge(step, 2 * Second, shortBackend).AgainInUs.ShouldBe(2 * Second);
        Judge(step, 2 * Second, shortClient).Code.ShouldBe(FailureCode.ClientDisconnected);
    }

    [Fact]
    public void A_side_without_a_limit_may_be_silent_for_ever_while_the_other_is_looked_at()
    {
        Judge(HttpStep.Stream, 99 * Idle, new IdleRules(Second, 0, Rate))
            .ShouldBe(new DeadlineVerdict(Second, null, FailureCode.None, "", 0));
        Send(_client);
        Judge(HttpStep.Stream, 99 * Idle, new IdleRules(0, Second, Rate))
            .ShouldBe(new DeadlineVerdict(Second, null, FailureCode.None, "", 0));
    }

    [Theory]
    [InlineData(40 * Rate, true)]
    [InlineData((40 * Rate) - 1, false)]
    public void A_body_slower_than_the_least_rate_is_408_though_bytes_still_come(
        int bytes,
        bool isFastEnough
    )
    {
        _exchange.RequestState = MessageState.Body;
        _exchange.Pace.OnReceiving(_client, 10 * Second);
        _client.WithBytesReceived(bytes).WithActivityAt(49 * Second);
        DeadlineVerdict verdict = Judge(HttpStep.ReadResponse, 50 * Second);
        verdict.Status.ShouldBe(isFastEnough ? 0 : 408);
        verdict.Code.ShouldBe(isFastEnough ? FailureCode.None : FailureCode.HttpRequestError);
    }

    [Theory]
    [InlineData(40 * Rate, true)]
    [InlineData((40 * Rate) - 1, false)]
    public void A_reader_slower_than_the_least_rate_is_stalled_though_it_still_reads(
        int bytes,
        bool isFastEnough
    )
    {
        _exchange.Pace.OnSending(_client, 10 * Second);
        Send(_client);
        _client.WithBytesSent(bytes).WithActivityAt(49 * Second);
        DeadlineVerdict verdict = Judge(HttpStep.Stream, 50 * Second);
        verdict.Kind.ShouldBe(isFastEnough ? null : TimeoutKind.Stalled);
        verdict.Code.ShouldBe(isFastEnough ? FailureCode.None : FailureCode.ClientDisconnected);
    }

    private void Send(FakeChannel channel)
    {
        _blocks.TryRent(out Block? block).ShouldBeTrue();
        channel.Send(block!, 0, 1);
    }

    private DeadlineVerdict Judge(HttpStep step, long nowUs) =>
        Judge(step, nowUs, new IdleRules(Idle, Idle, Rate));

    private DeadlineVerdict Judge(HttpStep step, long nowUs, IdleRules rules) =>
        HttpDeadline.Judge(step, _exchange, _client, _backend, rules, nowUs);
}
