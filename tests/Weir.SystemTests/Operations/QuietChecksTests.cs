// Servers that count who connects and says nothing: neither checks nor warm connections may make them shut the door.
using System.Net;
using System.Text.Json;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class QuietChecksTests
{
    private const int Checks = 40;

    [Theory]
    [InlineData("epoll", "127.0.0.1")]
    [InlineData("epoll", "::1")]
    [InlineData("io_uring", "127.0.0.1")]
    [InlineData("io_uring", "::1")]
    public async Task A_tcp_check_is_invisible_to_the_server_whatever_the_engine(
        string engine,
        string address
    )
    {
        using TestBackend backend = TestBackend.StartAt(
            new IPEndPoint(IPAddress.Parse(address), 0),
            Scripts.SwallowAsync
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(
                [backend.Address],
                ("reactor.engine", engine),
                ("loadBalancer.tcpPooling", "off"),
                ("loadBalancer.backendCheckInterval", "20ms")
            )
        );
        await weir.Admin.UntilAsync(
            m => m.Sum("weir_health_checks_total", ("result", "success")) >= Checks,
            "it was checked often"
        );
        (await weir.Admin.BackendAsync(backend.Address))
            .GetProperty("health")
            .GetString()
            .ShouldBe("healthy");
        // Beyond 200 ms the kernel does not keep the handshake's ACK back, which a busy machine may let pass now and then.
        backend.Accepts.ShouldBeLessThan(Checks / 2);
    }

    [Fact]
    public async Task A_server_that_greets_and_closes_unused_connections_is_soon_left_alone_and_the_doctor_says_why()
    {
        using TestBackend backend = TestBackend.Start(c => c.SendAsync("220 ready\r\n"));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("reactor.threads", 1))
        );
        LogEvent told = await weir.Log.EventAsync("backend_warm_paused");
        told.Text("backend").ShouldBe(backend.Address);
        told.Text("reason").ShouldStartWith("it speaks first");
        int accepts = backend.Accepts;
        accepts.ShouldBeLessThan(6);

        await weir.Admin.UntilAsync(
            m => m.Sum("weir_health_checks_total", ("result", "success")) >= 2,
            "it is checked again"
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        (await client.ReadTextAsync(11)).ShouldBe("220 ready\r\n");
        backend.Accepts.ShouldBeInRange(accepts + 1, accepts + 2); // the client's, and a check that a busy machine let through
        JsonElement doctor = await weir.Admin.JsonAsync("/api/v1/doctor");
        doctor.ToString().ShouldContain("warm-paused");
    }

    [Fact]
    public async Task Without_checks_a_dead_backend_is_found_by_traffic_and_tried_again()
    {
        using TestBackend dying = TestBackend.Http("dying");
        using TestBackend other = TestBackend.Http("other");
        dying.StopListening();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, other.Address],
                ("loadBalancer.healthCheck", new { type = "none" }),
                ("loadBalancer.backendCheckInterval", "300ms")
            )
        );
        await Eventually.Until(
            async () =>
            {
                (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("other");
                return (await weir.Admin.MetricsAsync()).Sum(
                        "weir_backend_connects_total",
                        ("backend", dying.Address),
                        ("result", "refused")
                    ) >= 2;
            },
            "it was found down, tried again and found down again"
        );
        LogEvent told = weir.Log.Named("backend_unhealthy").ShouldHaveSingleItem(); // a failed trial is no news
        told.Text("reason").ShouldBe("never answered: connection refused");
        dying.Revive();
        await weir.Log.EventAsync("backend_healthy", e => e.Text("backend") == other.Address);
        await Eventually.Until(
            async () => (await RawClient.GetAsync(weir.Endpoint)).Body == "dying",
            "traffic returns to it"
        );
        (await weir.Admin.MetricsAsync()).Sum("weir_health_checks_total").ShouldBe(0);
    }
}
