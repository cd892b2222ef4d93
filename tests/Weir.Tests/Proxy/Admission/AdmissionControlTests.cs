// Who is admitted, in which order the limits are looked at, and that a refusal counts nobody.
using System.Net;
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Admission;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Admission;

public sealed class AdmissionControlTests
{
    private readonly TestServices _test = new();

    [Fact]
    public void A_listener_without_limits_admits_and_counts_everybody()
    {
        ListenerSnapshot listener = Listener(l => l);
        for (int i = 0; i < 3; i++)
        {
            Admit(listener, new FakeChannel()).ShouldBeTrue();
        }

        listener.State.Active.ShouldBe(3);
        Refusals.ShouldBe(0);
    }

    [Fact]
    public void A_listener_that_is_full_gives_the_place_of_the_client_back()
    {
        ListenerSnapshot listener = Listener(l =>
            l with
            {
                MaxConnections = 1,
                MaxConnectionsPerClient = 1,
            }
        );
        Admit(listener, new FakeChannel().WithRemote(Peer(1))).ShouldBeTrue();
        var second = new FakeChannel().WithRemote(Peer(2));
        Admit(listener, second).ShouldBeFalse();
        Wire.Text(second.Sent).ShouldStartWith("HTTP/1.1 503 ");
        Told.ShouldBe("the listener has as many connections open as maxConnections allows: 1");
        listener.State.Active.ShouldBe(1);
        listener.State.TryEnter(Peer(2), 1).ShouldBeTrue(); // nothing is left of it there
    }

    [Fact]
    public void A_client_with_too_many_takes_no_place_of_the_listener()
    {
        ListenerSnapshot listener = Listener(l => l with { MaxConnectionsPerClient = 1 });
        Admit(listener, new FakeChannel().WithRemote(Peer(1))).ShouldBeTrue();
        Admit(listener, new FakeChannel().WithRemote(Peer(1))).ShouldBeFalse();
        Told.ShouldBe(
            "the client has as many connections open as maxConnectionsPerClient allows: 1"
        );
        listener.State.Active.ShouldBe(1);
        Refusals.ShouldBe(1);
        Admit(listener, new FakeChannel().WithRemote(Peer(2))).ShouldBeTrue();
    }

    [Fact]
    public void A_thread_that_lags_admits_nobody_and_looks_no_further()
    {
        _test.Reactor.Lag.LimitUs = 1;
        _test.Reactor.Lag.Look(10);
        _test.Reactor.Lag.Look(10);
        ListenerSnapshot listener = Listener(l => l with { MaxConnectionsPerClient = 1 });
        Admit(listener, new FakeChannel().WithRemote(Peer(1))).ShouldBeFalse();
        Told.ShouldBe("overloaded: reactor.maxLag is passed");
        _test.Counters.Shed.ShouldBe(1);
        listener.State.Active.ShouldBe(0);
        listener.State.TryEnter(Peer(1), 1).ShouldBeTrue();
    }

    private long Refusals =>
        _test.Counters.NoCluster.Failures[(int)Weir.Proxy.Facts.FailureCode.ConnectionLimitReached];

    private string Told => _test.Events.Failures[^1].Detail;

    private bool Admit(ListenerSnapshot listener, FakeChannel client) =>
        AdmissionControl.TryAdmit(_test.Services, listener, client);

    private static SocketEndpoint Peer(byte last) =>
        SocketEndpoint.FromAddress(new IPAddress([192, 0, 2, last]), 5000);

    private static ListenerSnapshot Listener(Func<ListenerConfig, ListenerConfig> with)
    {
        ListenerSnapshot listener = Listeners.Http(with);
        listener.State.Prepare(listener.Config);
        return listener;
    }
}
