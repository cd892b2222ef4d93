// The steps of a request as they are kept: in order, bounded, without what is nobody's business.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class FlightTraceTests
{
    private readonly FlightTrace _trace = new();

    [Fact]
    public void Steps_come_in_order_with_times_since_the_first()
    {
        _trace.Begin(1_000);
        _trace.Note(FailureStepKind.Connecting, 1_300, "a:1");
        _trace.Note(FailureStepKind.Failed, 1_700, null, FailureCode.ConnectionRefused);
        _trace.Note(FailureStepKind.Answered, 1_800, null, FailureCode.None, 502);

        _trace
            .Build()
            .ShouldBe([
                new FailureStep(0, FailureStepKind.Accepted, null, null, 0),
                new FailureStep(300, FailureStepKind.Connecting, "a:1", null, 0),
                new FailureStep(700, FailureStepKind.Failed, null, "connection_refused", 0),
                new FailureStep(800, FailureStepKind.Answered, null, null, 502),
            ]);
        _trace.Omitted.ShouldBe(0);
    }

    [Fact]
    public void A_full_trace_keeps_its_beginning_and_its_end()
    {
        _trace.Begin(0);
        for (int i = 1; i < 1_000; i++)
        {
            _trace.Note(FailureStepKind.Connecting, i, $"backend {i}");
        }

        long[] times = [.. _trace.Build().Select(s => s.AtUs)];
        times.Length.ShouldBe(Limits.FlightTraceSteps);
        times.ShouldBe([.. Enumerable.Range(0, 24), .. Enumerable.Range(992, 8)]);
        _trace.Omitted.ShouldBe(1_000 - Limits.FlightTraceSteps);
    }

    [Fact]
    public void A_path_is_kept_without_its_query_as_far_as_there_is_room()
    {
        _trace.Begin(0);
        _trace.SetRequest("GET"u8, "a.example"u8, "/a/b?token=1"u8);
        _trace.Method.ShouldBe("GET");
        _trace.Host.ShouldBe("a.example");
        _trace.Path.ShouldBe("/a/b");

        byte[] longText = new byte[10_000];
        longText.AsSpan().Fill((byte)'x');
        _trace.SetRequest("POST"u8, longText, longText);
        _trace.Host.ShouldBe(new string('x', Limits.HostTextBytes));
        int left = Limits.FlightTraceRequestBytes - "POST".Length - Limits.HostTextBytes;
        _trace.Path.ShouldBe(new string('x', left));
    }

    [Fact]
    public void A_new_request_knows_nothing_of_the_one_before()
    {
        _trace.Begin(0);
        _trace.SetRequest("GET"u8, "a"u8, "/a"u8);
        _trace.Note(FailureStepKind.Connecting, 1, "a:1");
        _trace.Begin(50);

        _trace.Method.ShouldBeNull();
        _trace.Host.ShouldBeNull();
        _trace.Path.ShouldBeNull();
        _trace.Build().ShouldHaveSingleItem().Kind.ShouldBe(FailureStepKind.Accepted);
    }
}
