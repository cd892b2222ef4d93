// What metrics, the access log, traces and the flight recorder hear of an exchange that has ended.
using System.Text;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Proxy.Events;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeRecordTests
{
    [Fact]
    public void The_access_log_tells_what_was_asked_and_what_came()
    {
        ExchangeRig rig = Logged();
        rig.Facts.Received.SetRequestId("id-1"u8, new Rng(1));
        rig.Facts.Route = new RouteChoice(
            new Route(0, "a/x", "web"),
            rig.Test.Cluster,
            rig.Test.Members.Config,
            rig.Policies
        );
        rig.Exchange.OnHead();
        rig.Wait(20).Connect().Sent();
        rig.Wait(30).Facts.Times.OnBackendBytes(rig.Test.Reactor.Now);
        rig.Backend.Content = 5_000;
        rig.Head(206).Wait(40).Taken();

        AccessRecord record = rig.Test.Events.Accesses.ShouldHaveSingleItem();
        (record.Worker, record.Listener, record.Route, record.Cluster).ShouldBe(
            (0, "front", "a/x", "web")
        );
        record.Backend.ShouldBe(rig.Backend.Claim.LastBackend.ShouldNotBeNull().Address);
        record.Client.ShouldBe(rig.Client.Remote);
        (record.Status, record.Error, record.Detail).ShouldBe((206, null, null));
        (record.BytesIn, record.BytesOut, record.ContentBytes).ShouldBe((100, 200, 5_000));
        (record.Attempts, record.HttpMinorVersion).ShouldBe((1, 1));
        (record.QueueUs, record.ConnectUs, record.FirstByteUs, record.DurationUs).ShouldBe(
            (0, 20, 30, 90)
        );
        record.Texts.ShouldBeSameAs(rig.Facts.Texts);
        Encoding.ASCII.GetString(record.Texts.Get(RequestText.RequestId)).ShouldBe("id-1");
        rig.Test.Events.Failures.ShouldBeEmpty();
        rig.Test.Events.Traces.ShouldBeEmpty();
        Durations(rig.Test.Cluster.Counters).ShouldBe((1, 90));
        Durations(rig.Test.Counters.NoCluster).ShouldBe((0, 0));
    }

    [Fact]
    public void Nothing_is_written_that_nobody_reads_but_durations_are_counted()
    {
        ExchangeRig rig = new ExchangeRig().Ask().Connect().Sent();
        rig.Facts.Received.SetRequestId("id-1"u8, new Rng(1));
        rig.Head().Wait(5).Taken();
        rig.Test.Events.Accesses.ShouldBeEmpty();
        rig.Test.Events.Failures.ShouldBeEmpty();
        rig.Facts.Texts.Has(RequestText.RequestId).ShouldBeFalse();
        Durations(rig.Test.Cluster.Counters).ShouldBe((1, 5));
    }

    [Fact]
    public void A_failure_is_told_with_its_code_and_in_words_and_with_our_own_answer()
    {
        ExchangeRig rig = Logged();
        rig.Client.IsHttp10 = true;
        rig.Exchange.Fail(FailureCode.HttpRequestError, "bad head", 431);
        rig.Wait(9).Taken();
        AccessRecord record = rig.Test.Events.Accesses.ShouldHaveSingleItem();
        (record.Status, record.Error, record.Detail).ShouldBe(
            (431, "http_request_error", "bad head")
        );
        (record.Route, record.Cluster, record.Backend).ShouldBe((null, null, null));
        (record.ContentBytes, record.Attempts, record.HttpMinorVersion).ShouldBe((30, 0, 0));
        (record.FirstByteUs, record.ConnectUs, record.QueueUs).ShouldBe((-1, 0, 0));
        record.Texts.Has(RequestText.RequestId).ShouldBeFalse();
        Durations(rig.Test.Counters.NoCluster).ShouldBe((1, 9));
    }

    [Fact]
    public void A_client_that_left_before_its_response_is_499_after_what_it_waited_for()
    {
        ExchangeRig rig = Logged().Ask();
        rig.Wait(25).Client.GiveUp();
        rig.Exchange.Fail(FailureCode.ClientDisconnected, "");
        AccessRecord record = rig.Test.Events.Accesses.ShouldHaveSingleItem();
        (record.Status, record.Error, record.Detail).ShouldBe((499, "client_disconnected", null));
        (record.ConnectUs, record.DurationUs).ShouldBe((25, 25));
        Durations(rig.Test.Cluster.Counters).ShouldBe((0, 0)); // it has had no response
        FailureRecord failure = rig.Test.Events.Failures.ShouldHaveSingleItem();
        (failure.Status, failure.Detail).ShouldBe((499, ""));
    }

    [Fact]
    public void The_flight_recorder_hears_all_that_led_to_a_failure()
    {
        ExchangeRig rig = new ExchangeRig(c => c with { Retries = 0 }).Ask();
        rig.Facts.Received.SetRequestId("id-1"u8, new Rng(1));
        rig.Facts.Trace.SetRequest("GET"u8, "a.example"u8, "/p?q"u8);
        rig.Wait(3).Connect().Sent().Wait(4).BackendEnds().Wait(5).Taken();
        FailureRecord failure = rig.Test.Events.Failures.ShouldHaveSingleItem();
        (failure.Code, failure.Detail).ShouldBe(
            ("connection_terminated", "the backend closed before it answered")
        );
        (failure.Listener, failure.Route, failure.Cluster).ShouldBe(("front", null, "web"));
        failure.Backend.ShouldBe(rig.Backend.Claim.LastBackend.ShouldNotBeNull().Address);
        failure.Client.ShouldBe(rig.Client.Remote);
        (failure.Method, failure.Host, failure.Path).ShouldBe(("GET", "a.example", "/p"));
        (failure.Status, failure.RequestId, failure.ConnectionId).ShouldBe((502, "id-1", 7));
        (failure.Attempts, failure.DurationUs, failure.Unrecorded).ShouldBe((1, 12, 0));
        failure.OmittedSteps.ShouldBe(0);
        string.Join(' ', failure.Steps.Select(s => s.Kind))
            .ShouldBe("Accepted Routed Connecting Connected Sent Failed Answered");
        rig.Test.Events.Accesses.ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_storm_of_failures_only_the_first_is_recorded_and_the_rest_is_counted()
    {
        var rig = new ExchangeRig();
        foreach (long waitUs in new[] { 0L, 1L, 2L, 60_000_000L })
        {
            rig.Wait(waitUs).Exchange.Clear();
            rig.Exchange.Begin(rig.Client, rig.Backend, rig.Listener);
            rig.Exchange.Fail(FailureCode.NoRoute, "no route");
            rig.Taken();
        }

        rig.Test.Events.Failures.Select(f => f.Unrecorded).ShouldBe([0, 2]);
        rig.Test.Events.Failures.ShouldAllBe(f => f.RequestId == null);
        rig.Test.Events.Failures.ShouldAllBe(f => f.Code == "no_route");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trace_is_handed_on_with_its_attempts_whether_or_not_there_is_a_log(bool logs)
    {
        var rig = new ExchangeRig();
        rig.Test.Events.LogsAccess = logs;
        var trace = new RequestTrace(11, 12, 1, 13);
        rig.Facts.Trace.Spans = trace;
        rig.Facts.OutgoingTrace = new TraceParent(1, 2, 3);
        rig.Ask().Wait(2).Connect().Sent().Head().Wait(6).Taken();
        rig.Test.Events.Traces.ShouldHaveSingleItem().ShouldBeSameAs(trace);
        rig.Test.Events.Accesses.Count.ShouldBe(logs ? 1 : 0);
        AttemptSpan attempt = trace.Attempts.ShouldHaveSingleItem();
        rig.Backend.TraceParent.ShouldBe(new TraceParent(11, attempt.Id, 1));
        (attempt.StartUs, attempt.EndUs, attempt.Status, attempt.Error).ShouldBe(
            (1_000_000, 1_000_002, 200, null)
        );
        trace.EndUs.ShouldBe(1_000_008);
    }

    [Fact]
    public void A_trace_that_is_not_recorded_still_tells_the_backend_its_own_parent()
    {
        var rig = new ExchangeRig();
        var outgoing = new TraceParent(1, 2, 3);
        rig.Facts.OutgoingTrace = outgoing;
        rig.Ask().Connect();
        rig.Backend.TraceParent.ShouldBe(outgoing);
    }

    [Fact]
    public void The_attempt_of_a_trace_ends_with_the_error_of_its_failure()
    {
        var rig = new ExchangeRig();
        var trace = new RequestTrace(11, 12, 1, 13);
        rig.Facts.Trace.Spans = trace;
        rig.Ask().Connect().Sent();
        rig.Wait(4).Exchange.Fail(FailureCode.HttpResponseTimeout, "late");
        rig.Wait(5).Taken();
        AttemptSpan attempt = trace.Attempts.ShouldHaveSingleItem();
        (attempt.EndUs, attempt.Error).ShouldBe((1_000_004, "http_response_timeout"));
        trace.EndUs.ShouldBe(1_000_009);
    }

    [Fact]
    public void A_connect_that_failed_took_no_longer_than_it_did()
    {
        var rig = new ExchangeRig(backends: 1);
        rig.Test.Events.LogsAccess = true;
        rig.Ask().Wait(8).Test.Refuse();
        rig.Wait(5).Taken();
        AccessRecord record = rig.Test.Events.Accesses.ShouldHaveSingleItem();
        (record.Status, record.ConnectUs, record.DurationUs).ShouldBe((502, 8, 13));
    }

    [Fact]
    public void A_request_that_asked_no_backend_is_not_told_with_that_of_the_one_before()
    {
        ExchangeRig rig = Logged().Ask().Connect().Sent().Head().Taken();
        rig.Exchange.Begin(rig.Client, rig.Backend, rig.Listener);
        rig.Exchange.At.ShouldBe(ExchangeStep.Head);
        rig.Exchange.Fail(FailureCode.NoRoute, "no route");
        rig.Exchange.Abandon();
        AccessRecord record = rig.Test.Events.Accesses[1];
        (record.Backend, record.Attempts, record.Error).ShouldBe((null, 0, "no_route"));
    }

    private static ExchangeRig Logged()
    {
        var rig = new ExchangeRig();
        rig.Test.Events.LogsAccess = true;
        rig.Facts.TryTakeBody(Weir.Proxy.Bodies.BodyStatus.Complete, 0);
        return rig;
    }

    private static (long Count, long SumUs) Durations(ClusterCounters counters)
    {
        long[] counts = new long[Histogram.BoundsUs.Length + 1];
        long sumUs = counters.RequestDuration.AddTo(counts);
        return (counts.Sum(), sumUs);
    }
}
