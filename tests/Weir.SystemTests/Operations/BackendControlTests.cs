// Drain, ready, maint and weight through the API, and who may ask for them.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class BackendControlTests
{
    [Fact]
    public async Task A_drained_backend_finishes_what_runs_and_gets_nothing_new()
    {
        var gate = new TaskCompletionSource();
        using TestBackend drained = TestBackend.Http(
            async (r, c) =>
            {
                if (r.Target == "/slow")
                {
                    await gate.Task;
                }

                await c.RespondAsync("drained");
            }
        );
        using TestBackend other = TestBackend.Http("other");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([drained.Address, other.Address])
        );
        var pending = new List<Task<HttpMessage>>();
        while (!drained.Requests.Any(r => r.Target == "/slow"))
        {
            pending.Add(RawClient.GetAsync(weir.Endpoint, "/slow"));
            int sent = pending.Count;
            await Eventually.Until(
                () =>
                    drained.Requests.Count(r => r.Target == "/slow")
                        + other.Requests.Count(r => r.Target == "/slow")
                    == sent,
                "the slow request arrives"
            );
        }

        (await weir.Admin.ControlAsync("drain", drained.Address)).Status.ShouldBe(200);
        for (int i = 0; i < 6; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("other");
        }

        weir.Log.Named("backend_drained").ShouldBeEmpty();
        gate.SetResult();
        (await Task.WhenAll(pending)).ShouldAllBe(answer => answer.Status == 200);
        LogEvent told = await weir.Log.EventAsync("backend_drained");
        told.Text("backend").ShouldBe(drained.Address);
        await weir.Admin.UntilAsync(
            m => m.Value("weir_pool_connections", ("backend", drained.Address)) == 0,
            "its idle connections are closed"
        );
        (await weir.Admin.BackendAsync(drained.Address))
            .GetProperty("state")
            .GetString()
            .ShouldBe("drain");

        (await weir.Admin.ControlAsync("ready", drained.Address)).Status.ShouldBe(200);
        string[] bodies =
        [
            (await RawClient.GetAsync(weir.Endpoint)).Body,
            (await RawClient.GetAsync(weir.Endpoint)).Body,
        ];
        bodies.Order().ShouldBe(["drained", "other"]);
    }

    [Fact]
    public async Task Maintenance_cuts_tcp_sessions()
    {
        using TestBackend backend = TestBackend.Echo("cut");
        using TestBackend other = TestBackend.Echo("own");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address, other.Address])
        );
        using RawClient one = await RawClient.ConnectAsync(weir.Endpoint);
        bool oneIsCut = await one.ReadTextAsync(3) == "cut";
        using RawClient two = await RawClient.ConnectAsync(weir.Endpoint);
        (await two.ReadTextAsync(3)).ShouldBe(oneIsCut ? "own" : "cut");

        (await weir.Admin.ControlAsync("maint", backend.Address)).Status.ShouldBe(200);
        (await (oneIsCut ? one : two).ReadToResetAsync()).ShouldBeEmpty();
        RawClient survivor = oneIsCut ? two : one;
        await survivor.SendAsync("b");
        (await survivor.ReadTextAsync(1)).ShouldBe("b");
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("connections_per_backend", ("backend", backend.Address)).ShouldBe(0);
        metrics.Value("connections_per_backend", ("backend", other.Address)).ShouldBe(1);
        using RawClient next = await RawClient.ConnectAsync(weir.Endpoint);
        (await next.ReadTextAsync(3)).ShouldBe("own");
    }

    [Theory]
    [InlineData("POST", "/api/v1/clusters/none/backends/127.0.0.1:1/drain", null, 404)]
    [InlineData("POST", "/api/v1/clusters/default/backends/127.0.0.1:1/drain", null, 404)]
    [InlineData("GET", "/api/v1/nothing", null, 404)]
    public async Task Who_asks_for_what_is_not_there_gets_404(
        string method,
        string path,
        string? body,
        int status
    )
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        (await weir.Admin.SendAsync(method, path, body)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_admin_api_is_guarded_against_other_sites()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        (
            await weir.Admin.SendAsync("GET", "/metrics", null, ("Host", "evil.example"))
        ).Status.ShouldBe(403);
        (
            await weir.Admin.SendAsync("GET", "/metrics", null, ("Host", "localhost"))
        ).Status.ShouldBe(200);
        (
            await weir.Admin.SendAsync(
                "POST",
                $"/api/v1/clusters/default/backends/{backend.Address}/drain",
                null,
                ("Origin", "http://evil.example")
            )
        ).Status.ShouldBe(403);
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Beyond_loopback_a_token_is_asked()
    {
        using TestBackend backend = TestBackend.Http();
        // Bound to every address, reached over loopback: what counts is what it is bound to.
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("admin.address", "0.0.0.0:0"),
                ("admin.token", "s3cret")
            )
        );
        using var admin = new WeirAdmin(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, weir.AddressOf("admin").Port)
        );
        (await admin.StatusOfAsync("/livez")).ShouldBe(200);
        (await admin.StatusOfAsync("/readyz")).ShouldBe(200);
        (await admin.StatusOfAsync("/metrics")).ShouldBe(401);
        (
            await admin.SendAsync("GET", "/metrics", null, ("Authorization", "Bearer wrong"))
        ).Status.ShouldBe(401);
        (
            await admin.SendAsync("GET", "/metrics", null, ("Authorization", "Bearer s3cret"))
        ).Status.ShouldBe(200);
        AdminAnswer config = await admin.SendAsync(
            "GET",
            "/api/v1/config",
            null,
            ("Authorization", "Bearer s3cret")
        );
        config.Status.ShouldBe(200);
        config.Body.ShouldNotContain("s3cret");
    }
}
