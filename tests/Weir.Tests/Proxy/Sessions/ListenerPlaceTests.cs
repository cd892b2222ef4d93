// Where a client connection counts: exactly what was counted is given back, whatever the settings are by then.
using System.Net;
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class ListenerPlaceTests
{
    private readonly WorkerCounters _counters = new();
    private readonly ListenerState _state = new(0, "front");
    private readonly ListenerState _other = new(1, "other");
    private readonly SocketEndpoint _client = SocketEndpoint.FromAddress(IPAddress.Loopback, 5000);

    public ListenerPlaceTests() => _counters.EnsureListeners(2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_place_is_counted_by_its_worker_until_the_client_leaves(int limit)
    {
        ListenerPlace place = Enter(_state, limit);
        _counters.ActiveConnections.ShouldBe(1);
        _counters.Listener(0).Active.ShouldBe(1);
        _state.Active.ShouldBe(1); // whoever made room has counted that

        place.Leave(_client);
        _counters.ActiveConnections.ShouldBe(0);
        _counters.Listener(0).Active.ShouldBe(0);
        _state.Active.ShouldBe(0);
        IsClientCounted(_state).ShouldBeFalse();
    }

    [Fact]
    public void A_move_to_another_listener_takes_all_counts_along()
    {
        ListenerPlace place = Enter(_state, limit: 0);
        place.Move(Settings(_other, limit: 0), _client);
        _state.Active.ShouldBe(0);
        _other.Active.ShouldBe(1);
        _counters.Listener(0).Active.ShouldBe(0);
        _counters.Listener(1).Active.ShouldBe(1);
        _counters.ActiveConnections.ShouldBe(1);

        place.Leave(_client);
        _state.Active.ShouldBe(0);
        _other.Active.ShouldBe(0);
        _counters.Listener(1).Active.ShouldBe(0);
        _counters.ActiveConnections.ShouldBe(0);
    }

    [Fact]
    public void A_clients_address_moves_along()
    {
        ListenerPlace place = Enter(_state, limit: 1);
        place.Move(Settings(_other, limit: 1), _client);
        IsClientCounted(_state).ShouldBeFalse();
        IsClientCounted(_other).ShouldBeTrue();
        place.Leave(_client);
        IsClientCounted(_other).ShouldBeFalse();
    }

    [Fact]
    public void Where_the_new_listener_has_no_limit_the_address_counts_no_more()
    {
        ListenerPlace place = Enter(_state, limit: 1);
        place.Move(Settings(_other, limit: 0), _client);
        IsClientCounted(_state).ShouldBeFalse();
        _other.Prepare(Limited(1));
        IsClientCounted(_other).ShouldBeFalse();
        place.Leave(_client);
        _other.Active.ShouldBe(0);
        _other.TryEnter(_client, 1).ShouldBeTrue();
        _other.TryEnter(_client, 1).ShouldBeFalse(); // nothing was given back that was not counted
    }

    [Fact]
    public void The_first_limit_of_a_listener_counts_who_is_there()
    {
        ListenerPlace place = Enter(_state, limit: 0);
        place.Move(Settings(_state, limit: 1), _client);
        IsClientCounted(_state).ShouldBeTrue();
        HasOnePlace();
        place.Leave(_client);
        IsClientCounted(_state).ShouldBeFalse();
        _state.Active.ShouldBe(0);
    }

    [Fact]
    public void A_limit_that_is_lifted_forgets_who_is_there()
    {
        ListenerPlace place = Enter(_state, limit: 1);
        place.Move(Settings(_state, limit: 0), _client);
        IsClientCounted(_state).ShouldBeFalse();
        HasOnePlace();
        place.Leave(_client);
        _state.Active.ShouldBe(0);
        _state.TryEnter(_client, 1).ShouldBeTrue();
        _state.TryEnter(_client, 1).ShouldBeFalse(); // nor is it given back twice
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    public void Other_settings_of_the_same_listener_change_no_count(int before, int after)
    {
        ListenerPlace place = Enter(_state, before);
        place.Move(Settings(_state, after), _client);
        HasOnePlace();
        IsClientCounted(_state).ShouldBe(before > 0);
        place.Leave(_client);
        IsClientCounted(_state).ShouldBeFalse();
    }

    private void HasOnePlace()
    {
        _state.Active.ShouldBe(1);
        _counters.Listener(0).Active.ShouldBe(1);
        _counters.ActiveConnections.ShouldBe(1);
    }

    // As a worker does: it finds room, then makes the place.
    private ListenerPlace Enter(ListenerState state, int limit)
    {
        ListenerSnapshot settings = Settings(state, limit);
        state.TryEnter(0).ShouldBeTrue();
        state.TryEnter(_client, limit).ShouldBeTrue();
        return new ListenerPlace(_counters, settings);
    }

    // With a limit of one the client would find no room.
    private bool IsClientCounted(ListenerState state)
    {
        state.Prepare(Limited(1));
        bool isCounted = !state.TryEnter(_client, 1);
        if (!isCounted)
        {
            state.Leave(_client, 1);
        }

        return isCounted;
    }

    private static ListenerSnapshot Settings(ListenerState state, int limit)
    {
        ListenerSnapshot like = Listeners.Http(l => l);
        ListenerConfig config = Limited(limit);
        state.Prepare(config);
        return new ListenerSnapshot
        {
            State = state,
            Config = config,
            Pseudonym = like.Pseudonym,
            Router = like.Router,
            Policies = like.Policies,
            Clusters = [],
            ClientIdleUs = 0,
        };
    }

    private static ListenerConfig Limited(int limit) =>
        Listeners.Http(l => l with { MaxConnectionsPerClient = limit }).Config;
}
