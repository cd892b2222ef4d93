// slowhttptest(1) in its four modes with a thousand connections, beside clients that mean well.
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Attacks;

public sealed class SlowHttpTests
{
    private const string Program = "/usr/bin/slowhttptest";
    private const int Seconds = 12;

    [Theory]
    [InlineData("slow heads (slowloris)", "-H -i 5 -x 24")]
    [InlineData("slow bodies", "-B -i 5 -s 8192 -x 10")]
    [InlineData("overlapping ranges", "-R -a 10 -b 3000")]
    [InlineData("slow reads", "-X -w 512 -y 1024 -n 5 -z 32 -k 3")]
    public async Task Good_clients_hardly_notice_an_attack(string attack, string arguments)
    {
        await using Nginx nginx = await Nginx.StartAsync("web");
        nginx.PutFile("page", new byte[100_000]);
        // nginx would refuse a POST to a file by its head, and the attack would be over.
        using TestBackend patient = TestBackend.Http();
        string address = attack == "slow bodies" ? patient.Address : nginx.Address;
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([address], ("loadBalancer.connectionPoolSize", 64))
        );
        IReadOnlyList<Outcome> before = await GoodClientsAsync(weir);
        double served = (await weir.Admin.MetricsAsync()).Sum("weir_requests_total");
        using LoadTool tool = LoadTool.Start(
            Program,
            $"{arguments} -c 1000 -r 500 -l {Seconds} -p 3 -u http://{weir.Endpoint}/files/page"
        );
        await weir.Admin.UntilAsync(
            m =>
                m.Value("active_connections_total") > 500
                || m.Sum("weir_requests_total") > served + 500, // by an attack whose requests are answered at once
            "the attack is under way"
        );
        IReadOnlyList<Outcome> during = await GoodClientsAsync(weir);
        int failed = during.Count(o => o.Failed);
        (TimeSpan calm, TimeSpan attacked) = (
            OpenLoop.Percentile(before, 0.99),
            OpenLoop.Percentile(during, 0.99)
        );
        Figure.Record(
            $"attack by 1,000 connections: {attack}",
            $"good clients' p99 {calm.TotalMilliseconds:F1} ms before, {attacked.TotalMilliseconds:F1} ms during; {failed} of {during.Count} failed",
            "0 failed, p99 < 200 ms",
            failed == 0 && attacked < TimeSpan.FromMilliseconds(200)
        );
    }

    private static Task<IReadOnlyList<Outcome>> GoodClientsAsync(WeirProcess weir) =>
        OpenLoop.RunAsync(weir.Endpoint, perSecond: 100, TimeSpan.FromSeconds(5));
}
