// The head of each attempt: from one source, in front of the body, with what the attempt says alone.
using System.Net;
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Upstream;
using Weir.Tests.Budgets;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Upstream;

public sealed class RequestWriterTests
{
    private const string Body = "the body";
    private const string Request =
        "PUT /a HTTP/1.1\r\nHost: a\r\ntraceparent: theirs\r\nContent-Length: 8\r\n\r\n";

    private static readonly PolicyWorker s_worker = new(new LoopLag(), new WorkerCounters());

    private readonly ListenerSnapshot _listener = Listeners.Http(c => c);
    private readonly ReceivedRequest _request = new();
    private readonly byte[] _block = new byte[Limits.BlockBytes];
    private readonly RequestWriter _writer = new();
    private SocketEndpoint _client = Client("192.0.2.1");
    private int _bodyStart;

    [Fact]
    public void Attempts_differ_in_their_traceparent_alone_and_the_source_stays()
    {
        Take(Request);
        byte[] source = _request.Source.ToArray();
        string first = Attempt(new TraceParent(1, 2, 1));
        string second = Attempt(new TraceParent(1, 3, 1));
        string third = Attempt(null);
        string fourth = Attempt(new TraceParent(1, 2, 1));

        _request.Source.ToArray().ShouldBe(source);
        Wire.Text(source).ShouldBe(Request);
        Wire.Field(first, "traceparent")
            .ShouldBe("00-00000000000000000000000000000001-0000000000000002-01");
        second.ShouldBe(first.Replace("0000000000000002", "0000000000000003"));
        Wire.Field(third, "traceparent").ShouldBe("theirs");
        fourth.ShouldBe(first);
    }

    [Fact]
    public void Two_backends_can_be_told_different_hosts()
    {
        Take(Request);
        Host("b1.internal").ShouldBe("b1.internal");
        Host("backend-2.internal:8443").ShouldBe("backend-2.internal:8443");

        string? Host(string name)
        {
            var attempt = new RequestAttempt { Host = Wire.Bytes(name) };
            byte[] room = new byte[1024];
            int length = Weir.Protocol.Http1.Writing.RequestHeadWriter.Write(
                _request.Source,
                _request.Head,
                new HeadEdits(),
                attempt,
                room
            );
            string text = Wire.Text(room.AsSpan(0, length));
            return Wire.Field(text, "Host");
        }
    }

    [Fact]
    public void A_request_without_host_gets_the_listeners_address()
    {
        Take("GET / HTTP/1.0\r\n\r\n");
        Wire.Field(Attempt(null), "Host").ShouldBe("127.0.0.1:9000");
    }

    [Fact]
    public void The_largest_host_address_and_id_leave_room_for_what_this_proxy_adds()
    {
        _client = Client("2001:db8:1111:2222:3333:4444:5555:6666");
        Take(
            "GET / HTTP/1.1\r\nHost: " + new string('h', 255) + ":65535\r\n\r\n",
            id: new string('i', 128)
        );
        Attempt(new TraceParent(1, 2, 1)).ShouldEndWith("-01\r\n\r\n");
    }

    [Fact]
    public void A_head_without_room_is_not_written()
    {
        Take(Request);
        byte[] room = new byte[100];
        _writer.WriteBefore(room.Length, room, _request, null).ShouldBe(-1);
    }

    [Fact]
    public void Attempts_allocate_nothing()
    {
        Take(Request);
        ulong attempts = 0;
        AllocatedBytes
            .Of(
                () =>
                {
                    var trace = new TraceParent(1, ++attempts, 1);
                    _writer.WriteBefore(_bodyStart, _block, _request, trace);
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }

    // As a worker does it: the request lies in a block behind its headroom.
    private void Take(string request, string id = "4f2a")
    {
        byte[] bytes = Wire.Bytes(request);
        bytes.CopyTo(_block, Limits.BlockHeadroomBytes);
        _request.Clear();
        RequestReading reading = RequestReader.Read(_listener, _client, bytes, _request.Head);
        var asks = new ClientFacts();
        asks.Set(_client, security: null);
        _request.Keep(
            bytes.AsSpan(0, reading.HeadLength),
            asks,
            reading.PeerIsTrusted,
            _listener.State.LocalHost
        );
        _request.SetRequestId(Wire.Bytes(id), new Rng(1));
        new Forwarding("1.1 weir-1"u8.ToArray()).Apply(_request, s_worker);
        _bodyStart = Limits.BlockHeadroomBytes + reading.HeadLength;
        Wire.Bytes(Body).CopyTo(_block, _bodyStart);
    }

    private string Attempt(TraceParent? trace)
    {
        int start = _writer.WriteBefore(_bodyStart, _block, _request, trace);
        string text = Wire.Text(_block.AsSpan(start, _bodyStart + Body.Length - start));
        text.ShouldEndWith("\r\n\r\n" + Body);
        return text[..^Body.Length];
    }

    private static SocketEndpoint Client(string address) =>
        SocketEndpoint.FromAddress(IPAddress.Parse(address), 5000);
}
