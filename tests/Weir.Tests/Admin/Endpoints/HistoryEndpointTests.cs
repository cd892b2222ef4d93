// The last hour over HTTP.
using System.Text.Json;
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class HistoryEndpointTests
{
    [Fact]
    public async Task History_names_its_intervals_and_has_the_changes_of_backends()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Tcp.SetAdmin(AdminState.Drain);

        JsonElement history = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/history")
        );

        history.GetProperty("intervalSeconds").GetInt32().ShouldBe(5);
        history.GetProperty("backendIntervalSeconds").GetInt32().ShouldBe(30);
        history.GetProperty("backends").GetArrayLength().ShouldBe(4);
        JsonElement change = history.GetProperty("changes")[0];
        change.GetProperty("address").GetString().ShouldBe("[::1]:9100");
        change.GetProperty("state").GetString().ShouldBe("drain");
        change.GetProperty("reason").GetString().ShouldBe("because");
        change.GetProperty("timestamp").GetDateTimeOffset().Year.ShouldBeGreaterThan(2000);
    }
}
