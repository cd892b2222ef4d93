// The admin port under clients that say nothing: whoever asks gets an answer.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class AdminConnectionsTests
{
    private const int Silent = 600;
    private const int Slow = 100;

    [Fact]
    public async Task Probes_are_answered_beside_more_silent_connections_than_there_are_places()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        IPEndPoint admin = weir.Admin.Endpoint;
        List<Socket> crowd = [];
        try
        {
            for (int i = 0; i < Slow + Silent; i++)
            {
                crowd.Add(await ConnectAsync(admin, saysABit: i < Slow));
                if (i % 100 == 99)
                {
                    await ProbesAsync(admin);
                }
            }

            await ProbesAsync(admin);
            (await weir.Admin.JsonAsync("/api/v1/status"))
                .GetProperty("state")
                .ToString()
                .ShouldBe("running");
        }
        finally
        {
            crowd.ForEach(s => s.Dispose());
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint admin, bool saysABit)
    {
        var socket = new Socket(admin.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await Eventually.Within(socket.ConnectAsync(admin), "a place in the accept queue");
        if (saysABit)
        {
            socket.Send(Encoding.ASCII.GetBytes("GET /livez HTTP/1.1\r\nHost: loc"));
        }

        return socket;
    }

    private static async Task ProbesAsync(IPEndPoint admin)
    {
        foreach (string path in new[] { "/livez", "/readyz" })
        {
            HttpMessage answer = await RawClient.OnceAsync(
                admin,
                $"GET {path} HTTP/1.1\r\nHost: 10.1.2.3:9001\r\nConnection: close\r\n\r\n"
            );
            answer.Status.ShouldBe(200, path);
        }
    }
}
