// What the caller's trace fields lead to.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Weir.Tests.Budgets;
using Weir.Tests.Protocol;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class TraceFieldsTests
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";

    private readonly Rng _rng = new(1);

    [Fact]
    public void A_trace_that_its_caller_records_goes_on()
    {
        TraceChoice choice = Read(
            new TraceSampler(0.000001),
            $"TraceParent: {Caller}03\r\ntracestate: a=1,b=2\r\nTraceState: c=3\r\n"
        );
        RequestTrace trace = choice.Spans.ShouldNotBeNull();
        trace.TraceId.ShouldBe(new UInt128(0x0af7651916cd43dd, 0x8448eb211c80319c));
        trace.ParentId.ShouldBe(0xb7ad6b7169203331);
        trace.State.ShouldBe("a=1,b=2,c=3");
        trace.Host.ShouldBe("a:1");
        Text(choice).ShouldBe(Caller + "03");
        choice.KeepsState.ShouldBeTrue();
    }

    [Fact]
    public void A_trace_that_its_caller_does_not_record_passes_on_as_it_is()
    {
        Read(new TraceSampler(1), $"traceparent: {Caller}00\r\n").ShouldBe(default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tracestate: a=1\r\n")]
    [InlineData("traceparent: 00-zz\r\ntracestate: a=1\r\n")]
    [InlineData($"traceparent: {Caller}01\r\ntraceparent: {Caller}01\r\n")]
    public void Whoever_names_no_valid_trace_begins_one(string fields)
    {
        TraceChoice choice = Read(new TraceSampler(1), fields);
        RequestTrace trace = choice.Spans.ShouldNotBeNull();
        trace.TraceId.ShouldNotBe(UInt128.Zero);
        trace.ParentId.ShouldBe(0UL);
        trace.Flags.ShouldBe(TraceParent.SampledFlag);
        trace.State.ShouldBeNull();
        choice.KeepsState.ShouldBeFalse();
        Text(choice).ShouldStartWith($"00-{trace.TraceId:x32}-");
    }

    [Fact]
    public void Whoever_is_not_taken_tells_its_backend_so_and_costs_no_memory()
    {
        var sampler = new TraceSampler(0.000001);
        byte[] source = Wire.Bytes("GET / HTTP/1.1\r\nHost: a:1\r\n\r\n");
        RequestHead head = Wire.ValidRequest(Wire.Text(source));
        TraceChoice choice = TraceFields.Read(sampler, source, head, _rng);
        choice.Spans.ShouldBeNull();
        TraceParent told = choice.Outgoing.ShouldNotBeNull();
        told.ParentId.ShouldNotBe(0UL);
        told.IsSampled.ShouldBeFalse();
        AllocatedBytes
            .Of(
                () =>
                {
                    TraceFields.Read(sampler, source, head, _rng);
                },
                warmUp: 1,
                repetitions: 100
            )
            .ShouldBe(0);
    }

    private TraceChoice Read(TraceSampler sampler, string fields)
    {
        string head = "GET / HTTP/1.1\r\nHost: a:1\r\n" + fields + "\r\n";
        return TraceFields.Read(sampler, Wire.Bytes(head), Wire.ValidRequest(head), _rng);
    }

    private static string Text(TraceChoice choice)
    {
        byte[] text = new byte[TraceParent.TextBytes];
        choice.Outgoing.ShouldNotBeNull().Write(text);
        return Wire.Text(text);
    }
}
