// What of a request becomes a fact of its exchange: its method, its id, its trace, its texts and where it goes.
using System.Net;
using Shouldly;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Clients;

public sealed class RequestIntakeTests
{
    private const string Put =
        "PUT /p?q HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\nContent-Length: 3\r\n\r\n";

    private readonly TestServices _test = new();
    private readonly ClientFacts _client = new();
    private readonly ListenerSnapshot _listener;
    private readonly ExchangeFacts _facts = new();

    public RequestIntakeTests()
    {
        _listener = Listeners.Http(
            c => c with { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] },
            cluster: _test.Members.State
        );
        _facts.Begin(_listener, 1, 0);
    }

    [Fact]
    public void A_head_that_is_not_whole_leaves_no_fact()
    {
        Read("PUT / HTTP/1.1\r\nHo").Status.ShouldBe(ParseStatus.NeedMore);
        _facts.Request.Method.ShouldBe(default);
        _facts.Received.RequestId.Length.ShouldBe(0);
        _facts.Received.Source.Length.ShouldBe(0);
        _facts.Outcome.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public void A_whole_head_is_kept_without_what_follows_and_leads_to_its_cluster()
    {
        RequestReading reading = Read(Put + "abc");
        reading.Status.ShouldBe(ParseStatus.Complete);
        reading.HeadLength.ShouldBe(Put.Length);
        _facts.Request.Method.ShouldBe(HttpMethod.Put);
        _facts.Request.WantsUpgrade.ShouldBeFalse();
        Wire.Text(_facts.Received.Source).ShouldBe(Put);
        _facts.Received.Client.ShouldBeSameAs(_client);
        _facts.Received.Edits.Length.ShouldBe(0);
        Wire.Text(_facts.Received.LocalHost).ShouldBe("127.0.0.1:9000");
        _facts.Route.Route.ShouldNotBeNull().ClusterName.ShouldBe("web");
        _facts.Route.Cluster.ShouldBe(_test.Cluster);
        _facts.Route.Settings.ShouldBe(_test.Members.Config);
        _facts.Outcome.HasFailed.ShouldBeFalse();
        _facts.Trace.Method.ShouldBe("PUT");
        _facts.Trace.Host.ShouldBe("a");
        _facts.Trace.Path.ShouldBe("/p");
        _facts.Trace.Spans.ShouldBeNull();
    }

    [Theory]
    [InlineData("10.1.1.1", true)]
    [InlineData("192.0.2.1", false)]
    public void The_id_of_a_request_is_its_own_only_where_its_peer_is_trusted(
        string peer,
        bool isTrusted
    )
    {
        Read(Put, peer);
        string id = Wire.Text(_facts.Received.RequestId);
        (id == "mine").ShouldBe(isTrusted);
        id.Length.ShouldBe(isTrusted ? 4 : 32);
        _facts.Received.PeerIsTrusted.ShouldBe(isTrusted);
    }

    [Fact]
    public void A_wish_for_another_protocol_is_a_fact()
    {
        Read("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
        _facts.Request.WantsUpgrade.ShouldBeTrue();
    }

    [Fact]
    public void A_malformed_head_has_a_failure_and_an_id_but_nothing_to_keep()
    {
        Read("GET / HTTP/1.1\r\n\r\n").Status.ShouldBe(ParseStatus.Invalid);
        _facts.Outcome.Error.ShouldBe(FailureCode.HttpRequestError);
        _facts.Outcome.Status.ShouldBe(400);
        _facts.Outcome.Detail.ShouldNotBeNullOrEmpty();
        _facts.Received.RequestId.Length.ShouldBe(32);
        _facts.Received.Source.Length.ShouldBe(0);
        _facts.Route.Cluster.ShouldBeNull();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: b\r\n\r\n", "NoRoute", 404, false)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia: 1.1 weir-1\r\n\r\n", "LoopDetected", 508, true)]
    public void A_request_that_is_refused_is_kept_all_the_same(
        string head,
        string code,
        int status,
        bool hasRoute
    )
    {
        Read(head).Status.ShouldBe(ParseStatus.Complete);
        _facts.Outcome.Error.ToString().ShouldBe(code);
        _facts.Outcome.Status.ShouldBe(status);
        _facts.Outcome.Detail.ShouldNotBeNullOrEmpty();
        Wire.Text(_facts.Received.Source).ShouldBe(head);
        (_facts.Route.Cluster is not null).ShouldBe(hasRoute);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void Texts_are_taken_for_the_access_log_or_for_a_trace_that_is_recorded(
        bool isLogged,
        bool isTraced,
        bool isTaken
    )
    {
        _test.Events.LogsAccess = isLogged;
        _test.Events.Sampler = isTraced ? new TraceSampler(1) : null;
        Read(Put);
        Wire.Text(_facts.Texts.Get(RequestText.Method)).ShouldBe(isTaken ? "PUT" : "");
        (_facts.Trace.Spans is not null).ShouldBe(isTraced);
    }

    private ClientFacts Asking(string address)
    {
        _client.Set(SocketEndpoint.FromAddress(IPAddress.Parse(address), 1), security: null);
        return _client;
    }

    private RequestReading Read(string text, string peer = "192.0.2.1") =>
        RequestIntake.Read(_test.Services, _listener, Asking(peer), Wire.Bytes(text), _facts);
}
