// One address that opens as many connections as it can, while others want in.
using System.Net;
using System.Net.Sockets;
using Weir.Faults.Tools;
using Weir.SystemTests.Support;

namespace Weir.Faults.Attacks;

public sealed class FloodTests
{
    [Fact]
    public async Task One_address_cannot_take_every_place()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("listen.maxConnections", 500),
                ("listen.maxConnectionsPerClient", 100)
            )
        );
        List<Socket> flood = [];
        for (int i = 0; i < 2_000; i++)
        {
            var socket = new Socket(
                AddressFamily.InterNetwork,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.66"), 0));
            await socket.ConnectAsync(weir.Endpoint, TestContext.Current.CancellationToken);
            flood.Add(socket);
        }

        await weir.Admin.UntilAsync(
            m => m.Value("active_connections_total") >= 100,
            "the flood has its places"
        );
        using OpenLoop load = OpenLoop.Start(weir.Endpoint, perSecond: 100); // from 127.0.0.1
        await Eventually.Pass(TimeSpan.FromSeconds(4));
        IReadOnlyList<Outcome> outcomes = await load.StopAsync();
        double held = (await weir.Admin.MetricsAsync()).Value("active_connections_total");
        flood.ForEach(s => s.Dispose());
        int failed = outcomes.Count(o => o.Failed);
        Figure.Record(
            "2,000 connections from one address at maxConnectionsPerClient 100",
            $"{failed} of {outcomes.Count} requests of another address failed, p99 {OpenLoop.Percentile(outcomes, 0.99).TotalMilliseconds:F1} ms; {held:F0} connections open",
            "0 failed",
            failed == 0
        );
    }
}
