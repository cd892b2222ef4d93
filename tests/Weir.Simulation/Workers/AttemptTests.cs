// Every attempt of a request writes its own head from the head as it came; what follows the head stays as it is.
using Shouldly;
using Weir.Proxy.Events;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class AttemptTests
{
    private const string Body = "0123456789\r\n\r\n"; // a scripted backend takes it for another head

    [Fact]
    public void Two_attempts_differ_in_what_an_attempt_says_alone() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 2 }),
            run =>
            {
                run.Proxy.Events.Sampler = new TraceSampler(1);
                run.Ask(Put("/first", "")).ShouldBe(200);

                List<string>[] heard = [.. run.Backends.Select(b => b.Requests)];
                heard.ShouldAllBe(h => h.Count == 2);
                heard.ShouldAllBe(h => h[1] == Body);
                heard.Select(h => TraceLine(h[0])).Distinct().Count().ShouldBe(3);
                heard
                    .Select(h => h[0].Replace(TraceLine(h[0]), "", StringComparison.Ordinal))
                    .Distinct()
                    .Count()
                    .ShouldBe(1);
                heard[0][0].ShouldStartWith("PUT /first HTTP/1.1\r\nHost: a\r\nX-Own: kept\r\n");
            },
            (peer, text, _) => ResetBehindBody(peer, text),
            (peer, text, _) => ResetBehindBody(peer, text),
            (peer, text, _) => ReplyBehindBody(peer, text)
        );

    [Fact]
    public void An_attempts_head_leaves_the_next_request_in_the_same_block_alone() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 1, BackendFailureThreshold = 1000 }),
            run =>
            {
                string field = "X-Long: " + new string('l', 3_000) + "\r\n";
                RawClient client = run.Client(Put("/first", field) + Put("/second", ""));
                run.World.RunUntil(() => client.ResponseCount == 2, "two answers");
                client.Peer.Close();
                run.World.RunFor(1_000);

                List<string> heard = [.. run.Backends.SelectMany(b => b.Requests)];
                heard.Count(text => text == Body).ShouldBe(heard.Count / 2);
                List<string> first =
                [
                    .. heard.Where(text => text.StartsWith("PUT /first", StringComparison.Ordinal)),
                ];
                first.Count.ShouldBe(2);
                first[1].ShouldBe(first[0]);
                first[0].ShouldContain(field);
                heard
                    .Where(text => text.StartsWith("PUT /second", StringComparison.Ordinal))
                    .ShouldAllBe(text => !text.Contains("X-Long"));
            },
            (peer, text, _) => ResetBehindBody(peer, text),
            (peer, text, _) => ReplyBehindBody(peer, text)
        );

    private static string Put(string path, string field) =>
        $"PUT {path} HTTP/1.1\r\nHost: a\r\nX-Own: kept\r\n{field}Content-Length: {Body.Length}\r\n\r\n{Body}";

    private static void ResetBehindBody(Peers.SimPeer peer, string text)
    {
        if (text == Body)
        {
            peer.Reset();
        }
    }

    private static void ReplyBehindBody(Peers.SimPeer peer, string text)
    {
        if (text == Body)
        {
            ScriptBackend.Reply(peer);
        }
    }

    private static string TraceLine(string head) =>
        head.Split("\r\n").Single(l => l.StartsWith("traceparent: ", StringComparison.Ordinal));
}
