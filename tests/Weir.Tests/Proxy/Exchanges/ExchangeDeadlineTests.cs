// What a passed deadline means in each step, and when it is only to be looked at again.
using Shouldly;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeDeadlineTests
{
    private const long Second = 1_000_000;
    private const int Idle = 60_000;
    private const long IdleUs = Idle * 1000;
    private const int Rate = 100;

    [Fact]
    public void A_slow_head_is_408_with_a_code_of_its_own()
    {
        DeadlineVerdict verdict = ExchangeDeadline.Of(Rig().Exchange, nowUs: 1);
        verdict.Kind.ShouldBe(TimeoutKind.Header);
        verdict.Code.ShouldBe(FailureCode.ClientHeaderTimeout);
        verdict.AgainInUs.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(19_999, 1)]
    [InlineData(20_000, 0)]
    [InlineData(99_999, 0)]
    public void A_head_has_its_time_from_its_first_byte_on(long passedMs, long leftMs)
    {
        var rig = new ExchangeRig(listener: l => l with { ClientHeaderTimeoutMs = 20_000 });
        long nowUs = rig.Test.Reactor.Now + (passedMs * 1000);
        ExchangeDeadline.HeadInUs(rig.Facts, nowUs).ShouldBe(long.Max(1, leftMs * 1000));
    }

    [Fact]
    public void A_wait_for_a_place_that_was_too_long_is_no_timeout_of_a_peer()
    {
        var rig = new ExchangeRig(c => c with { MaxConnections = 1 });
        rig.Test.Members.Backends.ShouldAllBe(b => b.TryReserve());
        rig.Ask();
        rig.Exchange.At.ShouldBe(ExchangeStep.Queue);
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, nowUs: 1);
        verdict.Kind.ShouldBeNull();
        verdict.Code.ShouldBe(FailureCode.ConnectionLimitReached);
    }

    [Theory]
    [InlineData(69, 1)]
    [InlineData(70, 0)]
    [InlineData(99, 0)]
    public void The_response_is_due_from_the_last_byte_of_the_request_on(long nowS, long againInS)
    {
        ExchangeRig rig = Await();
        rig.Facts.Request.SentUs = 10 * Second;
        rig.Backend.ActivityUs = 68 * Second; // moving bytes do not put it off
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, nowS * Second);
        verdict.AgainInUs.ShouldBe(againInS * Second);
        verdict.Kind.ShouldBe(againInS > 0 ? null : TimeoutKind.Response);
        verdict.Code.ShouldBe(againInS > 0 ? FailureCode.None : FailureCode.HttpResponseTimeout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_byte_on_either_side_puts_the_idle_deadline_off(bool hasBegun)
    {
        ExchangeRig rig = hasBegun ? Stream() : Await();
        rig.Client.ActivityUs = 5 * Second;
        rig.Backend.ActivityUs = 20 * Second;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, 79 * Second);
        verdict.AgainInUs.ShouldBe(Second);
        verdict.Code.ShouldBe(FailureCode.None);
        ExchangeDeadline.Of(rig.Exchange, 80 * Second).Code.ShouldNotBe(FailureCode.None);
    }

    [Fact]
    public void Without_an_idle_timeout_there_is_nothing_to_look_at_again() =>
        ExchangeDeadline
            .Of(Stream(clientMs: 0, backendMs: 0).Exchange, 99 * IdleUs)
            .ShouldBe(new DeadlineVerdict(0, null, FailureCode.None, "", 0));

    [Fact]
    public void A_client_that_takes_no_bytes_is_stalled_and_gone()
    {
        ExchangeRig rig = Stream();
        rig.Client.Sending = true;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, IdleUs);
        verdict.Kind.ShouldBe(TimeoutKind.Stalled);
        verdict.Code.ShouldBe(FailureCode.ClientDisconnected);
    }

    [Fact]
    public void A_backend_silent_in_the_body_cuts_the_response()
    {
        DeadlineVerdict verdict = ExchangeDeadline.Of(Stream().Exchange, IdleUs);
        verdict.Kind.ShouldBe(TimeoutKind.Idle);
        verdict.Code.ShouldBe(FailureCode.HttpResponseIncomplete);
    }

    [Fact]
    public void A_request_body_that_fell_silent_is_408()
    {
        ExchangeRig rig = Await();
        rig.Client.Receiving = true;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, IdleUs);
        verdict.Kind.ShouldBe(TimeoutKind.Idle);
        verdict.Code.ShouldBe(FailureCode.HttpRequestError);
        verdict.Status.ShouldBe(408);
    }

    [Fact]
    public void A_backend_that_takes_no_bytes_of_the_request_is_stalled()
    {
        ExchangeRig rig = Await();
        rig.Client.Receiving = rig.Backend.Sending = true;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, IdleUs);
        verdict.Kind.ShouldBe(TimeoutKind.Stalled);
        verdict.Code.ShouldBe(FailureCode.HttpResponseTimeout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_limit_of_the_side_that_is_waited_for_counts(bool hasBegun)
    {
        ExchangeRig shortBackend = hasBegun ? Stream(60_000, 2_000) : Await(60_000, 2_000);
        ExchangeRig shortClient = hasBegun ? Stream(2_000, 60_000) : Await(2_000, 60_000);
        foreach (ExchangeRig rig in new[] { shortBackend, shortClient })
        {
            rig.Facts.Request.Body = BodyStatus.More;
            rig.Backend.Sending = true;
        }

        Of(shortBackend).Code.ShouldNotBe(FailureCode.None);
        Of(shortClient).AgainInUs.ShouldBe(2 * Second);

        shortBackend.Backend.Sending = shortClient.Backend.Sending = false;
        shortBackend.Client.Receiving = shortClient.Client.Receiving = true;
        Of(shortBackend).AgainInUs.ShouldBe(2 * Second);
        Of(shortClient).Code.ShouldBe(FailureCode.HttpRequestError);

        shortBackend.Client.Sending = shortClient.Client.Sending = true;
        Of(shortBackend).AgainInUs.ShouldBe(2 * Second);
        Of(shortClient).Code.ShouldBe(FailureCode.ClientDisconnected);

        static DeadlineVerdict Of(ExchangeRig rig) => ExchangeDeadline.Of(rig.Exchange, 2 * Second);
    }

    [Fact]
    public void A_side_without_a_limit_may_be_silent_for_ever_while_the_other_is_looked_at()
    {
        var again = new DeadlineVerdict(Second, null, FailureCode.None, "", 0);
        ExchangeDeadline.Of(Stream(1_000, 0).Exchange, 99 * IdleUs).ShouldBe(again);
        ExchangeRig rig = Stream(0, 1_000);
        rig.Client.Sending = true;
        ExchangeDeadline.Of(rig.Exchange, 99 * IdleUs).ShouldBe(again);
    }

    [Theory]
    [InlineData(Idle, true)]
    [InlineData(0, false)]
    public void A_body_slower_than_the_least_rate_is_408_though_bytes_still_come(
        int clientMs,
        bool isRefused
    )
    {
        ExchangeRig rig = Await(clientMs);
        rig.Client.Receiving = rig.Client.SlowBody = true;
        rig.Client.ActivityUs = 49 * Second;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, 50 * Second);
        verdict.Status.ShouldBe(isRefused ? 408 : 0); // without an idle timeout any rate will do
        verdict.Kind.ShouldBe(isRefused ? TimeoutKind.Idle : null);
        verdict.Code.ShouldBe(isRefused ? FailureCode.HttpRequestError : FailureCode.None);
    }

    [Theory]
    [InlineData(Idle, true)]
    [InlineData(0, false)]
    public void A_reader_slower_than_the_least_rate_is_stalled_though_it_still_reads(
        int clientMs,
        bool isStalled
    )
    {
        ExchangeRig rig = Stream(clientMs);
        rig.Client.Sending = rig.Client.SlowReader = true;
        rig.Client.ActivityUs = 49 * Second;
        DeadlineVerdict verdict = ExchangeDeadline.Of(rig.Exchange, 50 * Second);
        verdict.Kind.ShouldBe(isStalled ? TimeoutKind.Stalled : null);
        verdict.Code.ShouldBe(isStalled ? FailureCode.ClientDisconnected : FailureCode.None);
    }

    private static ExchangeRig Rig(int clientMs = Idle, int backendMs = Idle) =>
        new(
            c => c with { ConnectionIdleTimeoutMs = backendMs },
            l => l with { MinDataRate = Rate },
            clientMs
        );

    // Its response is waited for, and its body is still coming.
    private static ExchangeRig Await(int clientMs = Idle, int backendMs = Idle) =>
        Rig(clientMs, backendMs).Ask(isWhole: false).Connect().Sent();

    // Its response's body is coming, and the client has what came so far.
    private static ExchangeRig Stream(int clientMs = Idle, int backendMs = Idle)
    {
        ExchangeRig rig = Rig(clientMs, backendMs).Ask().Connect().Sent();
        rig.Backend.FirstStatus = BodyStatus.More;
        return rig.Head().Taken();
    }
}
