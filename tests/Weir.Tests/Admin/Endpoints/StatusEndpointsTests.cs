// What only reads, over HTTP.
using System.Text.Json;
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class StatusEndpointsTests
{
    [Fact]
    public async Task Metrics_come_as_prometheus_text_with_those_of_the_process()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Metrics.Worker.ActiveConnections = 3;

        HttpResponseMessage response = await admin.SendAsync("GET", "/metrics");

        response
            .Content.Headers.ContentType.ShouldNotBeNull()
            .ToString()
            .ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        PrometheusText text = PrometheusText.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        text.Value("active_connections_total").ShouldBe(3);
        text.Value("process_open_fds").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Config_values_tell_who_says_so()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();

        JsonElement values = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/config/values")
        );

        values[0].GetProperty("path").GetString().ShouldBe("admin.token");
        values[0].GetProperty("value").GetString().ShouldBe("***");
        values[0].GetProperty("origin").GetString().ShouldBe("file");
        values[0].GetProperty("line").GetInt32().ShouldBe(3);
        values[1].GetProperty("origin").GetString().ShouldBe("default");
        values[1].GetProperty("line").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Status_shows_the_whole_in_one_answer()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        WorkerCounters worker = admin.Control.Metrics.Worker;
        worker.ActiveConnections = 4;
        worker.Listener(0).Active = 4;
        worker.CountResponse(admin.Control.Metrics.Cluster, 0, 200);
        worker.ClientBytes.BytesIn = 10;
        worker.ClientBytes.BytesOut = 20;
        for (int i = 0; i < 5; i++)
        {
            worker.CountFailure(admin.Control.Metrics.Cluster, FailureCode.ConnectionRefused);
        }

        admin.Control.Status = admin.Control.Status with { IsDraining = true };

        JsonElement status = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/status")
        );

        status.GetProperty("version").GetString().ShouldBe("1.2.3");
        status.GetProperty("engine").GetString().ShouldBe("epoll");
        status.GetProperty("pid").GetInt32().ShouldBe(Environment.ProcessId);
        status.GetProperty("uptimeSeconds").GetDouble().ShouldBe(12.346);
        status.GetProperty("state").GetString().ShouldBe("draining");
        status.GetProperty("workers").GetInt32().ShouldBe(2);
        status.GetProperty("activeConnections").GetInt64().ShouldBe(4);
        status
            .GetProperty("listeners")
            .GetRawText()
            .ShouldBe(
                """[{"name":"web","address":"127.0.0.1:9000","mode":"http","connections":4}]"""
            );
        status.GetProperty("clusters").GetArrayLength().ShouldBe(2);
        status
            .GetProperty("totals")
            .GetRawText()
            .ShouldBe("""{"requests":1,"bytesIn":10,"bytesOut":20,"failures":5}""");
    }

    [Fact]
    public async Task Clusters_have_exactly_the_promised_shape()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        BackendState backend = admin.Control.Tcp;
        backend.RecordCheck(success: true, "connected", 1_700_000_000_123);
        backend.SetAdmin(AdminState.Drain);
        backend.TryReserve().ShouldBeTrue();
        backend.TryReserveIdle(3).ShouldBeTrue();

        JsonElement clusters = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/clusters")
        );

        clusters[0]
            .GetRawText()
            .ShouldBe(
                """
                {"name":"api","algorithm":"roundRobin","backends":[
                {"address":"[::1]:9100","health":"healthy","state":"drain","weight":1,"inUse":1,"idle":1,
                "lastCheck":"2023-11-14T22:13:20.123Z","lastCheckOutcome":"connected"},
                {"address":"unix:/run/api.sock","health":"unknown","state":"ready","weight":1,"inUse":0,"idle":0,
                "lastCheck":null,"lastCheckOutcome":null}]}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task Config_is_what_the_control_gives()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        JsonElement config = await AdminFixture.JsonAsync(
            await admin.SendAsync("GET", "/api/v1/config")
        );
        config.GetProperty("admin").GetProperty("token").GetString().ShouldBe("***");
    }
}
