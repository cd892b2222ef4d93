// /livez and /readyz over HTTP.
using System.Net;
using Shouldly;
using Weir.Admin;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Endpoints;

public sealed class ProbeEndpointsTests
{
    [Fact]
    public async Task Alive_and_ready_say_ok()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        foreach (string path in new[] { "/livez", "/readyz" })
        {
            HttpResponseMessage response = await admin.SendAsync("GET", path);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            string text = await response.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken
            );
            text.ShouldBe("ok\n");
            (await admin.SendAsync("HEAD", path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_in_force_is_told_by_its_place_alone_and_keeps_it_ready()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Status = admin.Control.Status with
        {
            Rejected = new RejectedConfig(
                DateTimeOffset.UtcNow,
                "is invalid",
                ["weir.json:7:62: error wrong-type: token must be a string, not \"s3cret\""]
            ),
        };
        HttpResponseMessage response = await admin.SendAsync("GET", "/readyz");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        string text = await response.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );
        text.ShouldMatch(
            "^ok\nwarning: the file on disk is invalid since [0-9: -]+ UTC: weir.json:7:62: error wrong-type; a restart would fail\n$"
        );
    }

    [Fact]
    public async Task Not_ready_is_503_with_a_reason_a_line_while_alive()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Control.Status = admin.Control.Status with { IsDraining = true };
        admin.Control.Tcp.SetAdmin(AdminState.Drain);
        admin.Control.Unix.SetAdmin(AdminState.Drain);

        HttpResponseMessage ready = await admin.SendAsync("GET", "/readyz");
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        string text = await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldBe("draining\ncluster api has no usable backend\n");
        (await admin.SendAsync("GET", "/livez")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
