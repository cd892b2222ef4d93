// Who gets past the guard, without a server.
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Admin.Security;
using Xunit;

namespace Weir.Tests.Admin.Security;

public sealed class RequestGuardTests
{
    private const int Passed = 299;

    private static async Task<HttpContext> AskAsync(
        RequestGuard guard,
        string method,
        string path,
        string host,
        params (string Name, string Value)[] headers
    )
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.Headers.Host = host;
        foreach ((string name, string value) in headers)
        {
            context.Request.Headers.Append(name, value);
        }

        await guard.InvokeAsync(
            context,
            passed =>
            {
                passed.Response.StatusCode = Passed;
                return Task.CompletedTask;
            }
        );
        return context;
    }

    private static RequestGuard Guard(
        string? token = null,
        bool beyondLoopback = false,
        params string[] allowedHosts
    ) => new(AdminFixture.Config(token, allowedHosts), beyondLoopback);

    [Theory]
    [InlineData("localhost", Passed)]
    [InlineData("LocalHost:9001", Passed)]
    [InlineData("127.0.0.1:9001", Passed)]
    [InlineData("127.8.7.6", Passed)]
    [InlineData("[::1]:9001", Passed)]
    [InlineData("[::1]", Passed)]
    [InlineData("Weir.Example:9001", Passed)]
    [InlineData("[2001:db8::1]:9001", Passed)]
    [InlineData("evil.example", 403)]
    [InlineData("localhost.evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    [InlineData("10.0.0.1:9001", 403)]
    [InlineData("0.0.0.0:9001", 403)]
    [InlineData("[::2]:9001", 403)]
    [InlineData("sub.weir.example", 403)]
    [InlineData("", 403)]
    public async Task Only_loopback_names_and_allowed_hosts_pass(string host, int status)
    {
        RequestGuard guard = Guard(null, false, "weir.example", "2001:db8::1");
        foreach (string path in new[] { "/api/v1/status", "/metrics", "/livez/x", "/" })
        {
            HttpContext context = await AskAsync(guard, "GET", path, host);
            context.Response.StatusCode.ShouldBe(status, path);
        }
    }

    [Theory]
    [InlineData("GET", "/livez", Passed)]
    [InlineData("HEAD", "/readyz", Passed)]
    [InlineData("POST", "/livez", 403)]
    public async Task Probes_pass_whatever_the_host(string method, string path, int status)
    {
        foreach (
            string host in new[] { "10.1.2.3:9001", "[fd00::1]:9001", "weir-0.weir-admin", "" }
        )
        {
            (
                await AskAsync(Guard("s3cret", true), method, path, host)
            ).Response.StatusCode.ShouldBe(status, host);
        }
    }

    [Theory]
    [InlineData("GET", "/metrics", "Bearer s3cret", Passed)]
    [InlineData("GET", "/metrics", "Basic d2VpcjpzM2NyZXQ=", Passed)]
    [InlineData("GET", "/metrics", "Bearer wrong", 403)]
    [InlineData("GET", "/metrics", null, 403)]
    [InlineData("POST", "/metrics", "Bearer s3cret", 403)]
    [InlineData("GET", "/metrics/x", "Bearer s3cret", 403)]
    [InlineData("GET", "/api/v1/status", "Bearer s3cret", 403)]
    [InlineData("GET", "/", "Basic d2VpcjpzM2NyZXQ=", 403)]
    public async Task Only_a_scrape_with_a_token_needs_no_allowed_host(
        string method,
        string path,
        string? authorization,
        int status
    )
    {
        HttpContext context = await AskAsync(
            Guard("s3cret", true),
            method,
            path,
            "10.1.2.3:9001",
            authorization is null ? [] : [("Authorization", authorization)]
        );
        context.Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Without_a_token_in_the_configuration_a_scrape_needs_an_allowed_host()
    {
        foreach (string token in new[] { "Bearer ", "Bearer x" })
        {
            HttpContext context = await AskAsync(
                Guard(),
                "GET",
                "/metrics",
                "evil.example",
                ("Authorization", token)
            );
            context.Response.StatusCode.ShouldBe(403);
        }
    }

    [Theory]
    [InlineData("POST", "http://localhost:9001", Passed)]
    [InlineData("POST", "http://LOCALHOST:9001", Passed)]
    [InlineData("POST", "https://localhost:9001", Passed)]
    [InlineData("POST", "http://localhost:9002", 403)]
    [InlineData("POST", "http://localhost", 403)]
    [InlineData("POST", "http://evil.example", 403)]
    [InlineData("POST", "null", 403)]
    [InlineData("PUT", "http://evil.example", 403)]
    [InlineData("DELETE", "http://evil.example", 403)]
    [InlineData("GET", "http://evil.example", Passed)]
    [InlineData("HEAD", "http://evil.example", Passed)]
    public async Task What_changes_state_must_not_come_from_another_site(
        string method,
        string origin,
        int status
    )
    {
        HttpContext context = await AskAsync(
            Guard(),
            method,
            "/api/v1/reload",
            "localhost:9001",
            ("Origin", origin)
        );
        context.Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Programs_without_an_origin_pass() =>
        (
            await AskAsync(Guard(), "POST", "/api/v1/reload", "localhost")
        ).Response.StatusCode.ShouldBe(Passed);

    [Theory]
    [InlineData("Bearer s3cret", Passed)]
    [InlineData("bearer  s3cret ", Passed)]
    [InlineData("Bearer s3cre", 401)]
    [InlineData("Bearer S3cret", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("Basic s3cret", 401)]
    [InlineData("Basic d2VpcjpzM2NyZXQ=", Passed)]
    [InlineData("basic  OnMzY3JldA== ", Passed)]
    [InlineData("Basic czNjcmV0", 401)]
    [InlineData("Basic czNjcmV0Og==", 401)]
    [InlineData("Basic d2VpcjpzM2NyZXQg", 401)]
    [InlineData("Basic !", 401)]
    [InlineData("s3cret", 401)]
    [InlineData(null, 401)]
    public async Task A_token_is_asked_where_one_is_set(string? authorization, int status)
    {
        HttpContext context = await AskAsync(
            Guard("s3cret"),
            "GET",
            "/api/v1/status",
            "localhost",
            authorization is null ? [] : [("Authorization", authorization)]
        );
        context.Response.StatusCode.ShouldBe(status);
        context
            .Response.Headers.WWWAuthenticate.ToString()
            .ShouldBe(status == 401 ? "Bearer realm=\"weir\"" : "");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboard.js")]
    public async Task A_browser_is_told_that_a_password_will_do(string path)
    {
        HttpContext context = await AskAsync(Guard("s3cret"), "GET", path, "localhost");
        context.Response.StatusCode.ShouldBe(401);
        context
            .Response.Headers.WWWAuthenticate.ToArray()
            .ShouldBe(["Bearer realm=\"weir\"", "Basic realm=\"weir\", charset=\"UTF-8\""]);
    }

    [Theory]
    [InlineData("/livez", Passed)]
    [InlineData("/readyz", Passed)]
    [InlineData("/livez/x", 401)]
    [InlineData("/metrics", 401)]
    [InlineData("/", 401)]
    public async Task Probes_alone_need_no_token(string path, int status) =>
        (
            await AskAsync(Guard("s3cret", true), "GET", path, "localhost")
        ).Response.StatusCode.ShouldBe(status);

    [Fact]
    public async Task A_reload_changes_token_and_hosts()
    {
        RequestGuard guard = Guard("old", false, "old.example");
        guard.Apply(AdminFixture.Config("new", "new.example"));

        async Task<int> Ask(string host, string token) =>
            (
                await AskAsync(
                    guard,
                    "GET",
                    "/api/v1/status",
                    host,
                    ("Authorization", "Bearer " + token)
                )
            )
                .Response
                .StatusCode;
        (await Ask("new.example", "new")).ShouldBe(Passed);
        (await Ask("new.example", "old")).ShouldBe(401);
        (await Ask("old.example", "new")).ShouldBe(403);
    }

    [Fact]
    public async Task A_reload_does_not_drop_the_token_of_a_server_that_others_can_reach()
    {
        async Task<int> Ask(bool beyondLoopback)
        {
            RequestGuard guard = Guard("old", beyondLoopback);
            guard.Apply(AdminFixture.Config());
            return (await AskAsync(guard, "GET", "/metrics", "localhost")).Response.StatusCode;
        }

        (await Ask(beyondLoopback: true)).ShouldBe(401);
        (await Ask(beyondLoopback: false)).ShouldBe(Passed);
    }

    [Fact]
    public async Task The_guard_stands_before_a_real_server_too()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync(
            AdminFixture.Config("s3cret")
        );
        (string, string) token = ("Authorization", "Bearer s3cret");

        await AdminFixture.JsonAsync(await admin.SendAsync("GET", "/api/v1/status"), 401);
        await AdminFixture.JsonAsync(await admin.SendAsync("GET", "/nothing"), 401);
        await AdminFixture.JsonAsync(await admin.SendAsync("GET", "/api/v1/status", null, token));
        await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/status", null, token, ("Host", "evil.example")),
            403
        );
        foreach (string open in new[] { "/livez", "/metrics" })
        {
            (
                await admin.SendAsync("GET", open, null, token, ("Host", "10.1.2.3:9001"))
            ).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        }

        await AdminFixture.JsonAsync(
            await admin.SendAsync(
                "POST",
                "/api/v1/reload",
                null,
                token,
                ("Origin", "http://evil.example")
            ),
            403
        );
        admin.Server.Apply(AdminFixture.Config());
        await AdminFixture.JsonAsync(await admin.SendAsync("GET", "/api/v1/status"));
    }
}
