// Whole exchanges whose messages have a form that needs care: no body but two lengths, trailers without a place, a Via of our own.
using System.Text;
using Shouldly;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class MessageFormTests
{
    private const string Both = "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("HEAD", "200 OK")]
    [InlineData("GET", "304 Not Modified")]
    [InlineData("GET", "204 No Content")]
    public void A_response_without_a_body_may_declare_two_lengths_and_its_connection_is_kept(
        string method,
        string status
    ) =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient client = run.Client();
                for (int request = 1; request <= 2; request++)
                {
                    client.Send($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
                    run.World.RunUntil(
                        () => Count(client.Text, "\r\n\r\n") == request,
                        "a whole head"
                    );
                }

                client.Text.ShouldStartWith($"HTTP/1.1 {status}\r\n");
                client.Text.ShouldNotContain("Content-Length");
                client.Text.ShouldNotContain("Transfer-Encoding");
                run.Backends[0].Peers.Count.ShouldBe(1);
                client.Peer.Close();
            },
            (peer, _, _) => Send(peer, $"HTTP/1.1 {status}\r\n{Both}")
        );

    [Fact]
    public void A_response_with_a_body_must_not() =>
        WorkerTest.Run(
            config => config,
            run => run.Ask(WorkerTest.Get).ShouldBe(502),
            (peer, _, _) => Send(peer, $"HTTP/1.1 200 OK\r\n{Both}7\r\n1234567\r\n0\r\n\r\n")
        );

    [Fact]
    public void Trailers_without_a_place_are_left_out_both_ways_however_they_come()
    {
        const string Body =
            "2\r\nhi\r\n0\r\nX-Sum: 1\r\nTrailer: X-Sum\r\nCookie: a=b\r\nX-End: 2\r\n\r\n";
        const string Passed = "2\r\nhi\r\n0\r\nX-Sum: 1\r\nX-End: 2\r\n\r\n";
        const string Head = "Transfer-Encoding: chunked\r\n\r\n";
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient client = run.Client($"POST / HTTP/1.1\r\nHost: a\r\n{Head}");
                foreach (string piece in Cut(Body, run))
                {
                    client.Send(piece);
                    run.World.RunFor(1_000);
                }

                run.World.RunUntil(() => run.Backends[0].Requests.Count == 2, "the whole request");
                run.Backends[0].Requests[1].ShouldBe(Passed);
                run.World.RunUntil(
                    () => client.Text.EndsWith(Passed, StringComparison.Ordinal),
                    "the whole response"
                );
                client.Send(WorkerTest.Get); // and the connection goes on
                run.World.RunUntil(() => client.ResponseCount == 2, "another answer");
                client.Peer.Close();
            },
            (peer, head, count) =>
            {
                // The body of the request is told like a head: its end looks alike.
                if (head.StartsWith("GET", StringComparison.Ordinal))
                {
                    ScriptBackend.Reply(peer);
                }
                else if (count == 2)
                {
                    Send(peer, $"HTTP/1.1 200 OK\r\n{Head}");
                    foreach (char next in Body)
                    {
                        Send(peer, next.ToString());
                    }
                }
            }
        );
    }

    [Fact]
    public void A_request_that_comes_back_is_told_so_and_costs_no_backend() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => client.ResponseCount == 1, "an answer");
                string head = run.Backends[0].Requests[0];
                int via = head.IndexOf("Via: 1.1 weir-", StringComparison.Ordinal);
                via.ShouldBeGreaterThan(0);
                string own = head[via..head.IndexOf("\r\n", via, StringComparison.Ordinal)];
                client.Text.ShouldContain(own);

                client.Send($"GET / HTTP/1.1\r\nHost: a\r\n{own}, 1.1 other\r\n\r\n");
                run.World.RunUntil(() => client.ResponseCount == 2, "another answer");
                client.Text.ShouldContain("HTTP/1.1 508 Loop Detected\r\n");
                client.Text.ShouldContain("Proxy-Status: weir; error=proxy_loop_detected\r\n");
                client.Text.ShouldContain("(loop_detected, proxy_loop_detected, request ");
                run.Proxy.Events.Failures.ShouldHaveSingleItem().Code.ShouldBe("loop_detected");

                client.Send("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 weir-00000000\r\n\r\n");
                run.World.RunUntil(() => client.ResponseCount == 3, "the connection goes on");
                run.Backends[0].Requests.Count.ShouldBe(2);
                client.Peer.Close();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void No_answer_of_ours_names_a_backend() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 1000 }),
            run =>
            {
                RawClient client = run.Client("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
                run.World.RunUntil(() => client.Status == 502, "an answer");
                client.Text.ShouldContain("\r\n\r\n502 Bad Gateway (connection_refused, request ");
                client.Text.ShouldNotContain("127.0.0.1");
                var failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Detail.ShouldContain("127.0.0.1:9");
                failure.Host.ShouldBe("shop.example");
                client.Peer.Close();
            },
            null,
            null
        );

    private static void Send(SimPeer peer, string text) =>
        peer.Send(Encoding.Latin1.GetBytes(text));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<string> Cut(string text, WorkerTest run)
    {
        for (int start = 0; start < text.Length; )
        {
            int length = (int)long.Min(run.World.Rng.Between(1, 12), text.Length - start);
            yield return text.Substring(start, length);
            start += length;
        }
    }
}
