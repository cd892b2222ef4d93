// What public probes of HTTP/1.1 servers send, through a whole session: forms that smuggle, confuse or exhaust are refused and the
// connection ends; odd but clear ones are served and it goes on. A table of requests, each with the status that its client must get.
using Shouldly;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class StrictnessTests
{
    private const string Fine = "Host: a\r\n";
    private const string Hello = "\r\nhello";
    private const string Chunked = Fine + "Transfer-Encoding: chunked\r\n\r\n";
    private const string Inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly string Long = new('A', 100_000);

    private static readonly (string Request, int Status)[] Lines =
    [
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\rHost: a\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET\t/ HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET /\r\n", 400),
        ("GET /pa th HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET /path#frag HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET /\0x HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET /caf\u00e9 HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET * HTTP/1.1\r\n" + Fine + "\r\n", 400),
        ("GET / HTTP/1\r\n" + Fine + "\r\n", 400),
        ("GET / HTTP/01.01\r\n" + Fine + "\r\n", 400),
        ("GET / HTTP/ 1.1\r\n" + Fine + "\r\n", 400),
        ("GET / http/1.1\r\n" + Fine + "\r\n", 400),
        ("GET / HTTP/9.9\r\n" + Fine + "\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501),
        ("   \r\n\r\n", 400),
        ("\u0016\u0003\u0001\u0002\0\u0001\0", 400),
        ($"{Long} / HTTP/1.1\r\n" + Fine + "\r\n", 501),
        ($"GET /{Long} HTTP/1.1\r\n" + Fine + "\r\n", 414),
        ("\r\n\r\nGET / HTTP/1.1\r\n" + Fine + "\r\n", 200),
        ("OPTIONS * HTTP/1.1\r\n" + Fine + "\r\n", 200),
        ("GET http://b/ HTTP/1.1\r\n" + Fine + "\r\n", 200),
        ("get / HTTP/1.1\r\n" + Fine + "\r\n", 200),
        ("FOOBAR / HTTP/1.1\r\n" + Fine + "\r\n", 200),
        ("GET / HTTP/1.2\r\n" + Fine + "\r\n", 200),
        ("GET /%00%0d%0aX:%20y\\z HTTP/1.1\r\n" + Fine + "\r\n", 200),
    ];

    private static readonly (string Fields, int Status)[] Fields =
    [
        ("", 400),
        ("Host: \r\n", 400),
        ("Host: u@a\r\n", 400),
        ("Host: a/path\r\n", 400),
        (Fine + "Host: b\r\n", 400),
        (Fine + Fine, 400),
        (" \r\n" + Fine, 400),
        (Fine + "X: y\nZ: y\r\n", 400),
        (Fine + "X: va\rl\r\n", 400),
        (Fine + "X: y\r\n folded\r\n", 400),
        (Fine + "X : y\r\n", 400),
        (Fine + ": y\r\n", 400),
        (Fine + "Bad[Name: y\r\n", 400),
        (Fine + "NoColon\r\n", 400),
        (Fine + "X-T\u00e9st: y\r\n", 400),
        (Fine + "X: a\0b\r\n", 400),
        (Fine + "X: a\u0007\b\u007f\r\n", 400),
        (Fine + "Cookie: a=\u0001\r\n", 400),
        (Fine + $"X: {Long}\r\n", 431),
        (Fine + $"{Long}: x\r\n", 431),
        (Fine + string.Concat(Enumerable.Repeat("X: y\r\n", 1_000)), 431),
        (Fine + "Upgrade: websocket\r\n", 200),
        (Fine + "Cookie: ===;;;\r\nCookie:\r\n", 200),
        (Fine + "Range: bytes=" + string.Concat(Enumerable.Repeat("0-,", 1_000)) + "0-\r\n", 200),
    ];

    private static readonly (string Tail, int Status)[] Bodies =
    [
        (Fine + "Content-Length: abc\r\n\r\n", 400),
        (Fine + "Content-Length: \r\n\r\n", 400),
        (Fine + "Content-Length: -1\r\n\r\n", 400),
        (Fine + "Content-Length: +5\r\n" + Hello, 400),
        (Fine + "Content-Length: 0x5\r\n" + Hello, 400),
        (Fine + "Content-Length: 0o5\r\n" + Hello, 400),
        (Fine + "Content-Length: 1 0\r\n" + Hello, 400),
        (Fine + "Content-Length: 5, 10\r\n" + Hello, 400),
        (Fine + "Content-Length: 5, 5\r\n" + Hello, 400),
        (Fine + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        (Fine + "Content-Length: 5\r\nContent-Length: 10\r\n" + Hello, 400),
        (Fine + "Content-Length: 4\r\nContent-Length: 45\r\n\r\nPING" + Inner, 400),
        (Fine + "Content-Length: 5\r\nContent-Length : 5\r\n" + Hello, 400),
        (Fine + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Inner, 400),
        (Fine + "Transfer-Encoding: chunked\r\nContent-Length: 30\r\n\r\n0\r\n\r\nX", 400),
        (Fine + "TRANSFER-ENCODING: Chunked\r\nContent-Length: 5\r\n" + Hello, 400),
        (Fine + "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n" + Hello, 400),
        (Fine + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: \fchunked\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: \r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: , chunked\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400),
        (Fine + "Transfer-Encoding: gzip\r\n\r\n", 501),
        (Fine + "Transfer-Encoding: identity\r\n\r\n", 501),
        (Fine + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        (Chunked + "x\r\n", 400),
        (Chunked + "0x5\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "+0\r\n\r\nX", 400),
        (Chunked + "-1\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + " 5\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5 \r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "1_0\r\nhello world!!!!!\r\n0\r\n\r\n", 400),
        (Chunked + "FFFFFFFFFFFFFFFF0\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5\r\nhello0\r\n\r\n", 400),
        (Chunked + "5\r\nhello!!\r\n0\r\n\r\n", 400),
        (Chunked + "5\r\nhello\n0\r\n\r\n", 400),
        (Chunked + "5\rhello\r\n0\r\n\r\n", 400),
        (Chunked + "5\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5;\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5;\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5;bad[=x\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5;\0x\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5;a\rX\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + $"5;a={Long[..2_000]}\r\nhello\r\n0\r\n\r\n", 400),
        (Chunked + "5\r\nhello\r\n0\r\n\n", 400),
        (Chunked + "5\r\nhello\r\n0\r\nContent-Length: 50\r\n\r\n", 400),
        (Chunked + "5\r\nhello\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (Chunked + "5\r\nhello\r\n0\r\nHost: b\r\n\r\n", 400),
        (Chunked + "0\r\n\r\n", 200),
        (Chunked + "A;x=y\r\nhelloworld\r\n0\r\nX-Sum: 1\r\n\r\n", 200),
        (Chunked + "5\r\nhello\r\n0\r\nAuthorization: x\r\nTrailer: y\r\n\r\n", 200),
        (Fine + "\r\n", 200),
        (Fine + "Content-Length: 0\r\n\r\n", 200),
        (Fine + "Content-Length: \t005 \r\n" + Hello, 200),
        (Fine + "Content-Length: 5\r\nContent_Length: 99\r\n" + Hello, 200),
        (Fine + "Content-Length: 5\r\nTransfer_Encoding: chunked\r\n" + Hello, 200),
    ];

    [Fact]
    public void A_request_line_is_clear_or_refused() => Judge(Lines);

    [Fact]
    public void A_field_section_is_clear_or_refused() =>
        Judge([.. Fields.Select(f => ($"GET / HTTP/1.1\r\n{f.Fields}\r\n", f.Status))]);

    [Fact]
    public void A_body_is_clear_or_refused() =>
        Judge([.. Bodies.Select(b => ($"POST / HTTP/1.1\r\n{b.Tail}", b.Status))]);

    private static void Judge((string Request, int Status)[] table) =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                foreach ((string request, int status) in table)
                {
                    RawClient client = run.Client(request);
                    run.World.RunUntil(
                        () => client.Status != 0 || client.HasEnded,
                        Shown(request),
                        20_000_000
                    );
                    client.Status.ShouldBe(status, Shown(request));
                    run.World.RunFor(1_000);
                    client.HasEnded.ShouldBe(status != 200, Shown(request));
                    client.ResponseCount.ShouldBe(1, Shown(request));
                    client.Peer.Close();
                    run.World.RunFor(1_000);
                }

                run.Backends[0].Requests.ShouldNotContain(head => head.Contains("/inner"));
            },
            (peer, head, _) =>
            {
                // A chunked body is answered at its end, which looks like a head here.
                bool isHead = head.Contains(" HTTP/1.1\r\n", StringComparison.Ordinal);
                if (
                    !isHead
                    || !head.Contains("Transfer-Encoding: chunked\r\n", StringComparison.Ordinal)
                )
                {
                    ScriptBackend.Reply(peer);
                }
            }
        );

    private static string Shown(string request) =>
        System.Text.Json.JsonSerializer.Serialize(request.Length > 200 ? request[..200] : request);
}
