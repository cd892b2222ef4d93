// What a worker lends to its client connections: each is used again once it is back, and not behind a defect.
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Weir.Proxy.Tunnels;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class ClientSparesTests
{
    private readonly TestServices _test = new();
    private readonly ClientSpares _spares;

    public ClientSparesTests() => _spares = new ClientSpares(_test.Services, _ => { });

    [Fact]
    public void A_connection_is_of_the_kind_that_its_listener_serves()
    {
        _spares.Rent(ProxyMode.Http).ShouldBeOfType<Http1Client>();
        _spares.Rent(ProxyMode.Tcp).ShouldBeOfType<TcpSession>();
        _spares.Services.ShouldBe(_test.Services);
        _spares.Backends.Services.ShouldBe(_test.Services);
    }

    [Fact]
    public void An_ended_connection_serves_the_next_client_from_the_end_of_the_turn_on()
    {
        var rig = new Http1Rig();
        rig.ClientEnds();
        rig.Rent().ShouldNotBe(rig.Connection);
        rig.Spares.EndTurn();
        rig.Connection.HasEnded.ShouldBeFalse();
        rig.Spares.Rent(ProxyMode.Tcp).ShouldBeOfType<TcpSession>();
        rig.Rent().ShouldBe(rig.Connection);
    }

    [Fact]
    public void Behind_a_defect_nothing_is_used_again_but_in_the_next_turn_it_is()
    {
        var rig = new Http1Rig();
        rig.ClientEnds();
        rig.Test.Services.HadDefect = true;
        rig.Spares.EndTurn();
        rig.Test.Services.HadDefect.ShouldBeFalse();
        rig.Spares.Http1Clients.Waiting.ShouldBeEmpty();

        var next = new Http1Rig();
        next.ClientEnds();
        next.Spares.EndTurn();
        next.Spares.Http1Clients.Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public void The_turn_ends_for_backend_connections_too()
    {
        var rig = new Http1Rig();
        rig.Send().Connection.Cut("test");
        rig.Test.Services.Pool.Spares.Waiting.ShouldBeEmpty();
        rig.Spares.EndTurn();
        rig.Test.Services.Pool.Spares.Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public void Tcp_sessions_end_their_turn_likewise()
    {
        var binding = new Weir.Proxy.Sessions.ListenerBinding(
            Snapshots.Listeners.Http(l => l, cluster: _test.Members.State)
        );
        binding.Snapshot = new Weir.Proxy.Snapshots.ListenerSnapshot
        {
            Pseudonym = binding.Snapshot.Pseudonym,
            State = binding.Snapshot.State,
            Config = binding.Snapshot.Config with { Mode = ProxyMode.Tcp },
            Router = binding.Snapshot.Router,
            Policies = binding.Snapshot.Policies,
            Clusters = [],
            TcpCluster = _test.Members.State,
            ClientIdleUs = 0,
        };
        binding.Snapshot.State.TryEnter(0);
        ClientConnection session = _spares.Rent(ProxyMode.Tcp);
        session.Open(binding, new FakeChannel(), 1);
        session.Start();
        session.Cut("test");
        _spares.EndTurn();
        _spares.TcpSessions.Waiting.ShouldBe([session]);
        _spares.Rent(ProxyMode.Tcp).ShouldBe(session);
    }

    [Fact]
    public void An_exchange_is_cleared_and_lent_again()
    {
        Exchange first = _spares.RentExchange();
        first.Facts.Fail(FailureCode.NoRoute, "");
        _spares.RentExchange().ShouldNotBe(first);
        _spares.Return(first);
        first.Facts.Outcome.HasFailed.ShouldBeFalse();
        _spares.RentExchange().ShouldBe(first);
    }

    [Fact]
    public void A_tunnel_is_opened_cleared_and_lent_again()
    {
        var (client, backend) = (new FakeChannel(), new FakeChannel());
        Tunnel first = _spares.RentTunnel(client, backend);
        first.Start();
        client.IsReceiving.ShouldBeTrue();
        backend.IsReceiving.ShouldBeTrue();
        first.OnReceived(client, null, 0, 0, Weir.Proxy.Io.IoStatus.EndOfStream);
        _spares.Return(first);
        _spares.Return((Tunnel?)null);
        var (other, another) = (new FakeChannel(), new FakeChannel());
        _spares.RentTunnel(other, another).ShouldBe(first);
        first.Start();
        other.IsReceiving.ShouldBeTrue(); // the end of the last client is forgotten
        _spares.RentTunnel(other, another).ShouldNotBe(first);
    }

    [Fact]
    public void A_trace_begins_anew_for_each_session()
    {
        FlightTrace first = _spares.RentTrace(100);
        first.Note(FailureStepKind.Queued, 150);
        first.Build().Length.ShouldBe(2);
        _spares.Return(first);
        FlightTrace second = _spares.RentTrace(200);
        second.ShouldBe(first);
        second.Build().Length.ShouldBe(1);
        second.Note(FailureStepKind.Queued, 250);
        second.Build()[1].AtUs.ShouldBe(50);
        _spares.RentTrace(0).ShouldNotBe(first);
    }
}
