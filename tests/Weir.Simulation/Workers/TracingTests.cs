// What a traced request tells its backends, try by try, and what is recorded of it.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Proxy.Events;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class TracingTests
{
    private const string Caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Each_try_tells_its_backend_a_span_of_its_own() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 1, BackendFailureThreshold = 1000 }),
            run =>
            {
                run.Proxy.Events.Sampler = new TraceSampler(1);
                for (int i = 0; i < 6; i++)
                {
                    run.Ask($"GET / HTTP/1.1\r\nHost: a\r\ntraceparent: {Caller}\r\n\r\n")
                        .ShouldBe(200);
                }

                List<(AccessRecord Record, RequestTrace Trace)> traces = run.Proxy.Events.Traces;
                traces.Count.ShouldBe(6);
                traces.ShouldContain(t => t.Trace.Attempts.Count > 1);
                foreach ((AccessRecord record, RequestTrace trace) in traces)
                {
                    trace.Attempts.Count.ShouldBe(record.Attempts);
                    trace.Attempts[^1].Status.ShouldBe(200);
                    trace.Attempts[^1].Error.ShouldBeNull();
                    trace.Attempts.SkipLast(1).ShouldAllBe(a => a.Error != null && a.Status == 0);
                    trace.EndUs.ShouldBeGreaterThanOrEqualTo(trace.Attempts[^1].EndUs);
                }

                // What refuses the connection hears nothing.
                run.Backends.SelectMany(b => b.Requests)
                    .Select(TraceParentOf)
                    .Select(told => told.ParentId)
                    .Order()
                    .ShouldBe(
                        traces
                            .SelectMany(t => t.Trace.Attempts)
                            .Where(a => a.Error != "connection_refused")
                            .Select(a => a.Id)
                            .Order()
                    );
                run.Backends[1]
                    .Requests.ShouldAllBe(head =>
                        TraceParentOf(head).TraceId == traces[0].Trace.TraceId
                    );
            },
            (peer, _, _) => peer.Reset(),
            (peer, _, _) => ScriptBackend.Reply(peer),
            null
        );

    [Fact]
    public void A_stale_connection_and_the_fresh_one_are_two_tries_on_one_backend() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0 }),
            run =>
            {
                run.Proxy.Events.Sampler = new TraceSampler(1);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                RequestTrace second = run.Proxy.Events.Traces[1].Trace;
                second.Attempts.Select(a => a.Error).ShouldBe(["connection_terminated", null]);
                run.Backends[0]
                    .Requests.Skip(1)
                    .Select(head => TraceParentOf(head).ParentId)
                    .ShouldBe(second.Attempts.Select(a => a.Id));
            },
            (peer, _, count) =>
            {
                if (count == 1)
                {
                    ScriptBackend.Reply(peer);
                }
                else
                {
                    peer.Close();
                }
            }
        );

    [Fact]
    public void An_answer_of_our_own_is_not_the_backends() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { ResponseTimeoutMs = 1_000 }),
            run =>
            {
                run.Proxy.Events.Sampler = new TraceSampler(1);
                run.Ask(WorkerTest.Get).ShouldBe(504);
                (AccessRecord record, RequestTrace trace) =
                    run.Proxy.Events.Traces.ShouldHaveSingleItem();
                record.Status.ShouldBe(504);
                AttemptSpan attempt = trace.Attempts.ShouldHaveSingleItem();
                (attempt.Status, attempt.Error).ShouldBe((0, "http_response_timeout"));
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_request_that_is_not_taken_says_so_and_one_without_tracing_says_what_it_said() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c),
            run =>
            {
                run.Ask("GET / HTTP/1.1\r\nHost: a\r\ntraceparent: any thing\r\n\r\n");
                run.Backends[0].Requests[^1].ShouldContain("\r\ntraceparent: any thing\r\n");
                run.Proxy.Events.Sampler = new TraceSampler(1e-12);
                run.Ask(WorkerTest.Get);
                TraceParentOf(run.Backends[0].Requests[^1]).IsSampled.ShouldBeFalse();
                run.Proxy.Events.Traces.ShouldBeEmpty();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    private static TraceParent TraceParentOf(string head)
    {
        string line = head.Split("\r\n")
            .Single(l => l.StartsWith("traceparent: ", StringComparison.Ordinal));
        TraceParent
            .TryParse(
                System.Text.Encoding.ASCII.GetBytes(line["traceparent: ".Length..]),
                out TraceParent parsed
            )
            .ShouldBeTrue(line);
        return parsed;
    }
}
