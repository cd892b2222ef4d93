// The flight recorder over HTTP.
using System.Text.Json;
using Shouldly;
using Weir.Tests.Admin.Failures;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class FailureEndpointTests
{
    [Fact]
    public async Task A_failure_is_told_with_its_steps()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Failures.Add(TestFailures.Of("connection_refused"));

        JsonElement all = await ReadAsync(admin, "/api/v1/failures");

        all.GetArrayLength().ShouldBe(1);
        JsonElement failure = all[0];
        failure.GetProperty("error").GetString().ShouldBe("connection_refused");
        failure.GetProperty("status").GetInt32().ShouldBe(502);
        failure.GetProperty("host").GetString().ShouldBe("shop.example");
        failure.GetProperty("path").GetString().ShouldBe("/cart");
        failure.GetProperty("client").GetString().ShouldBe("127.0.0.1:5000");
        failure.GetProperty("requestId").GetString().ShouldBe("abc");
        failure.GetProperty("durationMs").GetDouble().ShouldBe(1.5);
        failure.GetProperty("omittedSteps").GetInt32().ShouldBe(2);
        failure.GetProperty("unrecorded").GetInt32().ShouldBe(4);
        JsonElement steps = failure.GetProperty("steps");
        steps
            .EnumerateArray()
            .Select(s => s.GetProperty("event").GetString())
            .ShouldBe(["accepted", "connecting", "failed", "answered"]);
        steps[1].GetProperty("atMs").GetDouble().ShouldBe(0.5);
        steps[1].GetProperty("subject").GetString().ShouldBe("127.0.0.1:9100");
        steps[2].GetProperty("error").GetString().ShouldBe("connection_refused");
        steps[3].GetProperty("status").GetInt32().ShouldBe(502);
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("?limit=2", 2)]
    [InlineData("?error=no_route", 2)]
    [InlineData("?error=no_route&limit=1", 1)]
    [InlineData("?cluster=web", 1)]
    [InlineData("?cluster=none", 0)]
    public async Task A_query_narrows_the_list(string query, int expected)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Failures.Add(TestFailures.Of("no_route", cluster: null));
        admin.Control.Failures.Add(TestFailures.Of("no_route", cluster: "web"));
        admin.Control.Failures.Add(TestFailures.Of("connection_timeout"));

        (await ReadAsync(admin, "/api/v1/failures" + query)).GetArrayLength().ShouldBe(expected);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("99999999999999")]
    public async Task A_limit_that_is_none_is_refused(string limit)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();

        JsonElement problem = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/failures?limit=" + limit),
            400
        );

        string detail = problem.GetProperty("detail").GetString().ShouldNotBeNull();
        detail.ShouldBe($"limit is a whole number from 1 to 2147483647, not \"{limit}\"");
    }

    private static async Task<JsonElement> ReadAsync(AdminFixture admin, string path) =>
        await AdminFixture.JsonAsync(await admin.SendAsync("GET", path));
}
