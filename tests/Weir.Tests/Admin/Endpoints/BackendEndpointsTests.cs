// Runtime control of backends over HTTP.
using System.Text.Json;
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class BackendEndpointsTests
{
    private const string Tcp = "/api/v1/clusters/api/backends/%5B%3A%3A1%5D%3A9100";

    [Theory]
    [InlineData("drain", AdminState.Drain)]
    [InlineData("maint", AdminState.Maint)]
    public async Task State_is_set_and_taken_back(string action, AdminState state)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();

        JsonElement backend = await AdminFixture.JsonAsync(
            await admin.SendAsync("POST", $"{Tcp}/{action}")
        );
        backend.GetProperty("state").GetString().ShouldBe(action);
        admin.Control.Tcp.Admin.ShouldBe(state);
        admin.Control.Unix.Admin.ShouldBe(AdminState.Ready);

        backend = await AdminFixture.JsonAsync(await admin.SendAsync("POST", $"{Tcp}/ready"));
        backend.GetProperty("state").GetString().ShouldBe("ready");
        admin.Control.Tcp.Admin.ShouldBe(AdminState.Ready);
    }

    [Theory]
    [InlineData("api/backends/[::1]:9100")]
    [InlineData("api/backends/%5B::1%5D:9100")]
    [InlineData("api/backends/unix:%2Frun%2Fapi.sock")]
    [InlineData("api/backends/unix%3a%2frun%2fapi.sock")]
    [InlineData("api/backends/unix:/run/api.sock")]
    [InlineData("a%2Fb/backends/unix:%2Frun%2Fa%2Fb.sock")]
    public async Task Names_and_addresses_may_be_encoded_or_not(string path)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await AdminFixture.JsonAsync(
            await admin.SendAsync("POST", $"/api/v1/clusters/{path}/drain")
        );
        admin
            .Control.Clusters.SelectMany(c => c.Backends)
            .Count(b => b.Admin == AdminState.Drain)
            .ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "nope/backends/%5B::1%5D:9100/drain", 404, "no cluster nope")]
    [InlineData("POST", "apu/backends/h:1/drain", 404, "no cluster apu (did you mean \"api\"?)")]
    [InlineData("POST", "api/backends/h:1/drain", 404, "no backend h:1 in cluster api")]
    [InlineData("PUT", "api/backends/h:1/weight", 404, "no backend h:1 in cluster api")]
    [InlineData("POST", "api/backends/%5B::1%5D:9100/stop", 404, "drain, ready, maint or weight")]
    [InlineData("POST", "api/backends/drain", 404, "drain, ready, maint or weight")]
    [InlineData("GET", "api/backends/%5B::1%5D:9100/drain", 405, "drain takes POST only")]
    [InlineData("POST", "api/backends/%5B::1%5D:9100/weight", 405, "weight takes PUT only")]
    public async Task What_is_not_there_or_not_possible_is_explained(
        string method,
        string path,
        int status,
        string detail
    )
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        HttpResponseMessage response = await admin.SendAsync(
            method,
            $"/api/v1/clusters/{path}",
            """{"weight": 1}"""
        );

        JsonElement problem = await AdminFixture.JsonAsync(response, status);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(detail);
        (response.Content.Headers.Allow.Count > 0).ShouldBe(status == 405);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(256)]
    public async Task Weight_is_set(int weight)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        JsonElement backend = await AdminFixture.JsonAsync(
            await admin.SendAsync("PUT", $"{Tcp}/weight", $$"""{"weight": {{weight}}}""")
        );
        backend.GetProperty("weight").GetInt32().ShouldBe(weight);
        admin.Control.Tcp.Weight.ShouldBe(weight);
    }

    [Theory]
    [InlineData("""{"weight": -1}""", 422)]
    [InlineData("""{"weight": 257}""", 422)]
    [InlineData("""{"weight": 1.5}""", 400)]
    [InlineData("""{"weight": "3"}""", 400)]
    [InlineData("""{"weight": null}""", 400)]
    [InlineData("""{"weight": 3, "wait": 1}""", 400)]
    [InlineData("""{"weight": 3, "weight": 4}""", 400)]
    [InlineData("{}", 400)]
    [InlineData("null", 400)]
    [InlineData("", 400)]
    [InlineData("3", 400)]
    public async Task A_weight_that_makes_no_sense_changes_nothing(string body, int status)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await AdminFixture.JsonAsync(await admin.SendAsync("PUT", $"{Tcp}/weight", body), status);
        admin.Control.Tcp.Weight.ShouldBe(1);
    }

    [Fact]
    public async Task What_an_operator_does_is_kept_with_who_and_why()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await AdminFixture.JsonAsync(
            await admin.SendAsync("POST", $"{Tcp}/drain", """{"reason": "disk\nswap"}""")
        );
        JsonElement backend = await AdminFixture.JsonAsync(
            await admin.SendAsync("PUT", $"{Tcp}/weight", """{"weight": 0, "reason": "again"}""")
        );
        await AdminFixture.JsonAsync(await admin.SendAsync("POST", $"{Tcp}/ready"));

        admin
            .Control.Acts.Select(a => (a.What, a.Cluster, a.Backend, a.Weight, a.Reason))
            .ShouldBe([
                ("drain", "api", "[::1]:9100", null, "disk\nswap"),
                ("weight", "api", "[::1]:9100", 0, "again"),
                ("ready", "api", "[::1]:9100", null, ""),
            ]);
        // The test's own socket, whose user the kernel tells.
        admin.Control.Acts.ShouldAllBe(a =>
            a.Who.StartsWith("127.0.0.1:", StringComparison.Ordinal)
            && a.Who.EndsWith($" - uid={EffectiveUid()}", StringComparison.Ordinal)
        );
        backend.GetProperty("order").GetProperty("reason").GetString().ShouldBe("again");
        admin.Control.Tcp.Orders.State.ShouldNotBeNull().Reason.ShouldBeEmpty();
        admin.Control.Tcp.Orders.Weight.ShouldNotBeNull().Reason.ShouldBe("again");
    }

    [Fact]
    public async Task A_reason_is_bounded()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        string body = $$"""{"reason": "{{new string('x', 1000)}}"}""";
        await AdminFixture.JsonAsync(await admin.SendAsync("POST", $"{Tcp}/drain", body));
        admin.Control.Acts.ShouldHaveSingleItem().Reason.ShouldBe(new string('x', 256));
    }

    [Theory]
    [InlineData("why")]
    [InlineData("""{"reason": 3}""")]
    [InlineData("""{"why": "x"}""")]
    public async Task A_body_that_is_no_reason_changes_nothing(string body)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        await AdminFixture.JsonAsync(await admin.SendAsync("POST", $"{Tcp}/drain", body), 400);
        admin.Control.Tcp.Admin.ShouldBe(AdminState.Ready);
        admin.Control.Acts.ShouldBeEmpty();
    }

    // proc(5): real, effective, saved and file system uid.
    private static string EffectiveUid() =>
        File.ReadLines("/proc/self/status")
            .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            .Split('\t')[2];

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        string body = $$"""{"weight": {{new string(' ', 70_000)}} 3}""";
        // Without the wait for a 100 the client may still be sending when the server, its answer given, closes.
        HttpResponseMessage response = await admin.SendAsync(
            "PUT",
            $"{Tcp}/weight",
            body,
            ("Expect", "100-continue")
        );
        await AdminFixture.JsonAsync(response, 413);
    }
}
