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

    [Theory]
    [InlineData("api", "api")]
    [InlineData("a%2Fb", "a/b")]
    public async Task A_cluster_has_its_own(string path, string name)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        JsonElement history = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", $"/api/v1/clusters/{path}/history")
        );
        history.GetProperty("cluster").GetString().ShouldBe(name);
        history.GetProperty("intervalSeconds").GetInt32().ShouldBe(5);
        history
            .GetProperty("p99")
            .GetArrayLength()
            .ShouldBe(history.GetProperty("time").GetArrayLength());
    }

    [Fact]
    public async Task A_cluster_that_is_not_known_is_told_with_the_one_that_was_meant()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        JsonElement problem = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/clusters/apy/history"),
            404
        );
        problem
            .GetProperty("detail")
            .GetString()
            .ShouldBe("no cluster apy (did you mean \"api\"?)");
    }

    [Fact]
    public async Task What_operators_did_is_told_with_who_and_why()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        const string Backend = "/api/v1/clusters/api/backends/[::1]:9100";
        await admin.SendAsync("POST", Backend + "/drain", """{"reason":"disk change"}""");
        await admin.SendAsync("PUT", Backend + "/weight", """{"weight":3}""");
        await admin.SendAsync("POST", "/api/v1/reload");

        JsonElement history = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/history")
        );

        JsonElement[] acts = [.. history.GetProperty("operatorActs").EnumerateArray()];
        acts.Select(a => a.GetProperty("what").GetString()).ShouldBe(["reload", "weight", "drain"]);
        acts[0].TryGetProperty("cluster", out _).ShouldBeFalse();
        acts[1].GetProperty("weight").GetInt32().ShouldBe(3);
        acts[2].GetProperty("cluster").GetString().ShouldBe("api");
        acts[2].GetProperty("backend").GetString().ShouldBe("[::1]:9100");
        acts[2].GetProperty("reason").GetString().ShouldBe("disk change");
        acts[2].GetProperty("who").GetString().ShouldNotBeNull().ShouldStartWith("127.0.0.1:");
        admin.Control.Acts.Count.ShouldBe(3);
    }
}
