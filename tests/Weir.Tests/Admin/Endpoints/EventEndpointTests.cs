// The event stream over HTTP.
using System.Net.ServerSentEvents;
using System.Text.Json;
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class EventEndpointTests
{
    private static async Task<IAsyncEnumerator<SseItem<string>>> OpenAsync(
        AdminFixture admin,
        string query = ""
    )
    {
        HttpResponseMessage response = await admin.SendAsync("GET", "/api/v1/events" + query);
        response
            .Content.Headers.ContentType.ShouldNotBeNull()
            .MediaType.ShouldBe("text/event-stream");
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        CancellationToken stop = limit.Token;
        return SseParser
            .Create(await response.Content.ReadAsStreamAsync(stop))
            .EnumerateAsync(stop)
            .GetAsyncEnumerator(stop);
    }

    private static async Task<JsonElement> NextAsync(
        IAsyncEnumerator<SseItem<string>> events,
        string type
    )
    {
        do
        {
            (await events.MoveNextAsync()).ShouldBeTrue($"the stream ended before {type}");
        } while (!string.Equals(events.Current.EventType, type, StringComparison.Ordinal));
        return JsonDocument.Parse(events.Current.Data).RootElement;
    }

    [Fact]
    public async Task Metrics_come_at_once_and_again_each_second()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await using IAsyncEnumerator<SseItem<string>> events = await OpenAsync(admin);

        JsonElement first = await NextAsync(events, "metrics");
        first.GetProperty("active_connections_total").GetInt64().ShouldBe(0);
        admin.Control.Metrics.Worker.ActiveConnections = 9;
        JsonElement second = await NextAsync(events, "metrics");
        second.GetProperty("active_connections_total").GetInt64().ShouldBe(9);
        DateTimeOffset Time(JsonElement e) => e.GetProperty("timestamp").GetDateTimeOffset();
        (Time(second) - Time(first)).TotalSeconds.ShouldBeInRange(0.5, 10);
    }

    [Fact]
    public async Task An_act_of_an_operator_comes_before_its_effect_to_who_asked_for_it()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await using IAsyncEnumerator<SseItem<string>> events = await OpenAsync(
            admin,
            "?kinds=operator,backend,traffic"
        );
        await NextAsync(events, "traffic");

        await admin.SendAsync(
            "POST",
            "/api/v1/clusters/api/backends/[::1]:9100/maint",
            """{"reason":"new kernel"}"""
        );

        JsonElement act = await NextAsync(events, "operator");
        act.GetProperty("what").GetString().ShouldBe("maint");
        act.GetProperty("reason").GetString().ShouldBe("new kernel");
        JsonElement change = await NextAsync(events, "backend");
        change
            .GetProperty("timestamp")
            .GetDateTimeOffset()
            .ShouldBeGreaterThanOrEqualTo(act.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_change_of_a_backend_comes_as_it_happens()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await using IAsyncEnumerator<SseItem<string>> events = await OpenAsync(admin);
        await NextAsync(events, "metrics");

        admin.Control.Tcp.SetAdmin(AdminState.Maint);

        JsonElement change = await NextAsync(events, "backend");
        change.GetProperty("cluster").GetString().ShouldBe("api");
        change.GetProperty("address").GetString().ShouldBe("[::1]:9100");
        change.GetProperty("state").GetString().ShouldBe("maint");
        change.GetProperty("health").GetString().ShouldBe("unknown");
        change.GetProperty("reason").GetString().ShouldBe("because");
    }

    [Fact]
    public async Task Stopping_the_server_ends_the_streams()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await using IAsyncEnumerator<SseItem<string>> events = await OpenAsync(admin);
        await NextAsync(events, "metrics");

        await admin.Server.StopAsync();

        while (await events.MoveNextAsync()) { }
    }

    [Fact]
    public async Task Traffic_comes_to_who_asks_for_it_with_every_backend()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await using IAsyncEnumerator<SseItem<string>> events = await OpenAsync(
            admin,
            "?kinds=traffic,backend"
        );

        (await events.MoveNextAsync()).ShouldBeTrue();
        events.Current.EventType.ShouldBe("traffic");
        JsonElement traffic = JsonDocument.Parse(events.Current.Data).RootElement;
        traffic.GetProperty("state").GetString().ShouldBe("running");
        traffic.GetProperty("backends").GetArrayLength().ShouldBe(4);
        JsonElement backend = traffic.GetProperty("backends")[0];
        backend.GetProperty("cluster").GetString().ShouldBe("api");
        backend.GetProperty("health").GetString().ShouldBe("unknown");
        backend.GetProperty("failureThreshold").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("")]
    [InlineData("metrics,,backend")]
    public async Task Kinds_that_do_not_exist_are_refused(string kinds)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();

        JsonElement problem = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/events?kinds=" + kinds),
            400
        );

        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("traffic");
    }
}
