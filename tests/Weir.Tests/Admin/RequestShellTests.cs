// What holds for every answer.
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class RequestShellTests
{
    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("DELETE", "/api/v1/clusters", 405)]
    [InlineData("GET", "/api/v1/reload", 405)]
    [InlineData("POST", "/metrics", 405)]
    public async Task Errors_of_routing_have_a_json_body(string method, string path, int status)
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        HttpResponseMessage response = await admin.SendAsync(method, path);

        JsonElement problem = await AdminFixture.JsonAsync(response, status);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(path);
        if (status == 405)
        {
            response.Content.Headers.Allow.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task A_failure_inside_tells_no_details()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Status = null!; // what a defect would look like

        JsonElement problem = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/status"),
            500
        );
        problem.GetProperty("detail").GetString().ShouldBe("the request failed inside Weir");
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_keep_browsers_in_check()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        HttpResponseMessage response = await admin.SendAsync("GET", "/");

        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response
            .Headers.GetValues("Content-Security-Policy")
            .ShouldHaveSingleItem()
            .ShouldStartWith("default-src 'none';");
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        response.Headers.Server.ShouldBeEmpty();
    }
}
