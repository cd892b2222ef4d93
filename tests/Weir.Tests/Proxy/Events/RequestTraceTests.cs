// How steps become spans.
using Shouldly;
using Weir.Proxy.Events;
using Xunit;

namespace Weir.Tests.Proxy.Events;

public sealed class RequestTraceTests
{
    private readonly RequestTrace _trace = new(traceId: 1, parentId: 2, flags: 1, seed: 3);

    [Fact]
    public void Each_try_is_a_span_with_an_id_of_its_own()
    {
        _trace.OnStep(FailureStepKind.Connecting, 10, "a:1", null, 0);
        _trace.OnStep(FailureStepKind.BackendFailed, 20, "a:1", "connection_refused", 0);
        _trace.OnStep(FailureStepKind.Reused, 30, "b:1", null, 0);
        ulong told = _trace.Outgoing("b:1", 31).ParentId;
        _trace.OnStep(FailureStepKind.Sent, 32, "b:1", null, 0);
        _trace.OnStep(FailureStepKind.Responded, 40, "b:1", null, 204);
        _trace.EndAttempt(50, null);
        _trace.End(60, null);

        _trace
            .Attempts.Select(a => (a.Backend, a.StartUs, a.EndUs, a.Status, a.Error))
            .ShouldBe([("a:1", 10, 20, 0, "connection_refused"), ("b:1", 30, 50, 204, null)]);
        _trace.Attempts[1].Id.ShouldBe(told);
        new[] { 0UL, _trace.SpanId, _trace.Attempts[0].Id, told }.Distinct().Count().ShouldBe(4);
        _trace.EndUs.ShouldBe(60);
    }

    [Fact]
    public void A_connection_that_is_held_begins_a_try_when_it_is_sent_on()
    {
        _trace.Outgoing("a:1", 10).ShouldBe(_trace.Outgoing("a:1", 11));
        _trace.OnStep(FailureStepKind.Failed, 12, null, "http_response_timeout", 0);
        _trace.End(13, "http_response_timeout");
        AttemptSpan attempt = _trace.Attempts.ShouldHaveSingleItem();
        (attempt.StartUs, attempt.EndUs, attempt.Error).ShouldBe((10, 12, "http_response_timeout"));
    }

    [Fact]
    public void A_try_that_goes_on_ends_with_its_request()
    {
        _trace.OnStep(FailureStepKind.Connecting, 10, "a:1", null, 0);
        _trace.OnStep(FailureStepKind.Responded, 11, "a:1", null, 101);
        _trace.End(99, null);
        _trace.Attempts.ShouldHaveSingleItem().EndUs.ShouldBe(99);
    }
}
