// Byte streams: whatever one side does, the other side sees.
using System.Net;
using System.Net.Sockets;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Tcp;

public sealed class TcpSessionTests
{
    [Theory]
    [InlineData("warm")]
    [InlineData("off")]
    public async Task A_clients_end_reaches_the_backend_while_the_answer_still_flows(string pooling)
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            byte[] question = await c.ReadToEndAsync();
            if (question.Length > 0)
            {
                await c.SendAsync($"got {question.Length} ");
                await c.SendAsync("and more");
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("loadBalancer.tcpPooling", pooling))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("12345");
        client.EndSending();
        (await client.ReadTextAsync(14)).ShouldBe("got 5 and more");
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task A_backends_end_reaches_the_client_while_the_client_still_sends()
    {
        var rest = new TaskCompletionSource<byte[]>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if ((await c.ReadSomeAsync()).IsEmpty)
            {
                return;
            }

            c.EndSending();
            rest.SetResult(await c.ReadToEndAsync());
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("go");
        await client.ExpectEndAsync();
        await client.SendAsync("still here");
        client.EndSending();
        (await Eventually.Within(rest.Task, "the rest")).Length.ShouldBe(10);
    }

    [Fact]
    public async Task A_clients_reset_becomes_a_reset_at_the_backend()
    {
        var outcome = new TaskCompletionSource<byte[]>();
        using TestBackend backend = TestBackend.Start(async c =>
        {
            ReadOnlyMemory<byte> first = await c.ReadSomeAsync();
            if (!first.IsEmpty)
            {
                await c.SendAsync("ok");
                outcome.TrySetResult(await c.ReadToResetAsync());
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("x");
        await client.ReadTextAsync(2);
        client.Reset();
        (await Eventually.Within(outcome.Task, "the reset")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backends_reset_becomes_a_reset_at_the_client()
    {
        using TestBackend backend = TestBackend.Start(async c =>
        {
            if (!(await c.ReadSomeAsync()).IsEmpty)
            {
                c.Reset();
            }
        });
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("x");
        (await client.ReadToResetAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_unix_socket_can_be_a_backend()
    {
        string path = Path.Combine(Path.GetTempPath(), $"weir-{Guid.NewGuid():N}.sock");
        using TestBackend backend = TestBackend.StartAt(
            new UnixDomainSocketEndPoint(path),
            c => Scripts.EchoAsync(c, "unix ")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([$"unix:{path}"])
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("works");
        (await client.ReadTextAsync(10)).ShouldBe("unix works");
        client.EndSending();
        await client.ExpectEndAsync();
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", $"unix:{path}")) == 1,
            "it is healthy"
        );
        File.Delete(path);
    }

    [Fact]
    public async Task IPv6_works_on_both_sides()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no IPv6 here");
        using TestBackend backend = TestBackend.StartAt(
            new IPEndPoint(IPAddress.IPv6Loopback, 0),
            c => Scripts.EchoAsync(c, "six ")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address], ("listen.host", "::1"))
        );
        weir.Endpoint.AddressFamily.ShouldBe(AddressFamily.InterNetworkV6);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("ok");
        (await client.ReadTextAsync(6)).ShouldBe("six ok");
        (await weir.Admin.BackendAsync(backend.Address))
            .GetProperty("address")
            .GetString()
            .ShouldBe(backend.Address);
    }

    [Fact]
    public async Task A_backend_may_be_called_localhost()
    {
        using TestBackend backend = TestBackend.StartAt(
            new IPEndPoint(IPAddress.Loopback, 0),
            c => Scripts.EchoAsync(c, "name ")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([$"localhost:{backend.Port}"])
        );
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", $"localhost:{backend.Port}")) == 1,
            "the name is resolved and the backend healthy"
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await client.SendAsync("ok");
        (await client.ReadTextAsync(7)).ShouldBe("name ok");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_makes_an_unhealthy_backend_and_no_error()
    {
        using TestBackend backend = TestBackend.Echo("hi");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp(["nowhere.invalid:80", backend.Address])
        );
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", "nowhere.invalid:80")) == 0,
            "it is unhealthy"
        );
        for (int i = 0; i < 4; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            (await client.ReadTextAsync(2)).ShouldBe("hi");
        }
    }
}
