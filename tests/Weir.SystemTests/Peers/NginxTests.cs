// Real nginx processes behind Weir, killed and started again under load.
using System.Diagnostics;
using System.Security.Cryptography;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Peers;

[Collection(AloneCollection.Name)]
public sealed class NginxTests
{
    [Fact]
    public async Task A_killed_nginx_under_load_costs_no_idempotent_request_and_comes_back()
    {
        await using Nginx one = await Nginx.StartAsync("one");
        await using Nginx two = await Nginx.StartAsync("two");
        await using Nginx three = await Nginx.StartAsync("three");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [one.Address, two.Address, three.Address],
                ("loadBalancer.backendCheckInterval", "250ms"),
                ("loadBalancer.connectionPoolSize", 32)
            )
        );
        LoadClients load = LoadClients.Start(weir.Endpoint, connections: 16);
        await load.UntilAnswersAsync(600);
        await two.KillAsync();
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", two.Address)) == 0,
            "the dead one is unhealthy"
        );
        await load.UntilAnswersAsync(300);

        await two.StartAsync();
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", two.Address)) == 1,
            "it is healthy again"
        );
        int before = load.Bodies["two"];
        await Eventually.Until(() => load.Bodies["two"] > before + 20, "traffic returns to it");
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        load.Unanswered.ShouldBe(0);
    }

    [Fact]
    public async Task All_nginx_dead_is_503_with_the_reason_and_one_back_is_enough()
    {
        await using Nginx one = await Nginx.StartAsync("one");
        await using Nginx two = await Nginx.StartAsync("two");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [one.Address, two.Address],
                ("loadBalancer.backendCheckInterval", "200ms"),
                ("loadBalancer.backendFailureThreshold", 2)
            )
        );
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        await one.KillAsync();
        await two.KillAsync();
        await weir.Admin.UntilAsync(m => m.Sum("backend_health_status") == 0, "both are unhealthy");
        HttpMessage answer = await RawClient.GetAsync(weir.Endpoint);
        answer.Status.ShouldBe(503);
        answer.Field("Proxy-Status").ShouldBe("weir; error=destination_unavailable");
        answer.Field("Retry-After").ShouldNotBeNull();
        (await weir.Admin.StatusOfAsync("/readyz")).ShouldBe(503);
        (await MedianAnswerTimeAsync(weir)).ShouldBeLessThan(TimeSpan.FromMilliseconds(50));

        await one.StartAsync();
        await Eventually.Until(
            async () => (await RawClient.GetAsync(weir.Endpoint)).Status == 200,
            "it serves again"
        );
        await Eventually.Until(
            async () => await weir.Admin.StatusOfAsync("/readyz") == 200,
            "it is ready again"
        );
    }

    [Fact]
    public async Task A_file_of_nginx_arrives_whole()
    {
        await using Nginx nginx = await Nginx.StartAsync("files");
        byte[] file = RandomNumberGenerator.GetBytes(3_333_333);
        nginx.PutFile("big", file);
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([nginx.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        for (int i = 0; i < 3; i++)
        {
            (await client.GetAsync("/files/big")).BodyBytes.ShouldBe(file);
        }

        HttpMessage part = await client.ExchangeAsync(
            "GET /files/big HTTP/1.1\r\nHost: a\r\nRange: bytes=10-19\r\n\r\n"
        );
        part.Status.ShouldBe(206);
        part.BodyBytes.ShouldBe(file[10..20]);
    }

    [Fact]
    public async Task Three_nginx_share_requests_evenly()
    {
        await using Nginx one = await Nginx.StartAsync("one");
        await using Nginx two = await Nginx.StartAsync("two");
        await using Nginx three = await Nginx.StartAsync("three");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([one.Address, two.Address, three.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        var bodies = new List<string>();
        for (int i = 0; i < 60; i++)
        {
            bodies.Add((await client.GetAsync()).Body);
        }

        bodies.GroupBy(b => b).Select(g => g.Count()).ShouldBe([20, 20, 20]);
    }

    private static async Task<TimeSpan> MedianAnswerTimeAsync(WeirProcess weir)
    {
        var times = new List<TimeSpan>();
        for (int i = 0; i < 21; i++)
        {
            long start = Stopwatch.GetTimestamp();
            (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(503);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return times.Order().ElementAt(times.Count / 2);
    }
}
