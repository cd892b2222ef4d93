// What is read of a request on its listener: a value, from the bytes alone.
using System.Net;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Tests.Budgets;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class RequestReaderTests
{
    private readonly ListenerSnapshot _listener = Listeners.Http(c =>
        c with
        {
            MaxBodyBytes = 10,
            TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")],
        }
    );
    private readonly RequestHead _head = new();

    [Fact]
    public void A_sound_request_is_read_to_the_end_of_its_head()
    {
        const string Head = "GET /v1/a HTTP/1.1\r\nHost: a\r\n\r\n";
        RequestReading reading = Read(Head + "GET");
        reading.Status.ShouldBe(ParseStatus.Complete);
        reading.HeadLength.ShouldBe(Head.Length);
        reading.MinorVersion.ShouldBe(1);
        reading.KeepAlive.ShouldBeTrue();
        reading.Error.ShouldBe(FailureCode.None);
        reading.Route.ShouldNotBeNull().ClusterName.ShouldBe("web");
        Read("GET / HTTP/1.0\r\n\r\n").KeepAlive.ShouldBeFalse();
    }

    [Fact]
    public void Too_few_bytes_are_no_failure()
    {
        RequestReading reading = Read("GET / HTTP/1.1\r\nHo");
        reading.Status.ShouldBe(ParseStatus.NeedMore);
        reading.Error.ShouldBe(FailureCode.None);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, FailureCode.HttpRequestError, ParseStatus.Invalid)]
    [InlineData("GET / HTTP/3.0\r\n", 505, FailureCode.HttpRequestError, ParseStatus.Invalid)]
    [InlineData(
        "GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 weir-1\r\n\r\n",
        508,
        FailureCode.LoopDetected,
        ParseStatus.Complete
    )]
    [InlineData(
        "PUT / HTTP/1.1\r\nHost: b\r\nVia: 1.1 weir-1\r\nContent-Length: 11\r\n\r\n",
        508,
        FailureCode.LoopDetected,
        ParseStatus.Complete
    )]
    [InlineData(
        "GET / HTTP/1.1\r\nHost: b\r\n\r\n",
        404,
        FailureCode.NoRoute,
        ParseStatus.Complete
    )]
    public void What_refuses_a_request_is_told_with_its_status(
        string request,
        int status,
        FailureCode code,
        ParseStatus read
    )
    {
        RequestReading reading = Read(request);
        reading.Status.ShouldBe(read);
        reading.Error.ShouldBe(code);
        reading.ErrorStatus.ShouldBe(status);
        reading.Detail.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("192.0.2.1", false)]
    public void Whether_the_peer_is_believed_is_read_too(string client, bool isTrusted) =>
        Read("GET / HTTP/1.1\r\nHost: a\r\n\r\n", client).PeerIsTrusted.ShouldBe(isTrusted);

    [Fact]
    public void Reading_again_comes_to_the_same_and_allocates_nothing()
    {
        byte[] bytes = Wire.Bytes("GET /v1 HTTP/1.1\r\nHost: a\r\nCookie: c=d\r\n\r\n");
        SocketEndpoint client = Client("10.1.2.3");
        ListenerSnapshot listener = Listeners.Http(c => c);
        RequestReading first = RequestReader.Read(listener, client, bytes, _head);
        AllocatedBytes
            .Of(
                () =>
                {
                    bool isSame = RequestReader.Read(listener, client, bytes, _head) == first;
                    if (!isSame)
                    {
                        Assert.Fail("it came to something else");
                    }
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }

    private RequestReading Read(string request, string client = "192.0.2.1") =>
        RequestReader.Read(_listener, Client(client), Wire.Bytes(request), _head);

    private static SocketEndpoint Client(string address) =>
        SocketEndpoint.FromAddress(IPAddress.Parse(address), 5000);
}
