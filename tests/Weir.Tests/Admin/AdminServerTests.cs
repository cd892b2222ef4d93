// Starting and stopping.
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Admin;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class AdminServerTests
{
    [Fact]
    public async Task Port_0_is_replaced_by_the_real_port()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        admin.Server.Endpoint.Address.ShouldBe(IPAddress.Loopback);
        admin.Server.Endpoint.Port.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_client_that_speaks_tls_is_told_so_and_the_log_is()
    {
        await using AdminFixture admin = await AdminFixture.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(admin.Server.Endpoint, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(
            new byte[] { 0x16, 0x03, 0x01, 0x00, 0x05, 1, 0, 0, 1, 3 },
            TestContext.Current.CancellationToken
        );

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        answer.ShouldStartWith("HTTP/1.1 400 Bad Request\r\n");
        answer.ShouldEndWith("\r\n\r\nThis port speaks plain http, not TLS: use http://\n");
        admin.Control.Complaints.ShouldBe([
            "127.0.0.1 speaks TLS to the admin port, which takes plain http",
        ]);
        (await admin.SendAsync("GET", "/livez")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_name_and_an_ipv6_address_can_be_bound()
    {
        foreach (string host in new[] { "localhost", "::1" })
        {
            AdminConfig config = new() { Address = EndpointAddress.FromHostAndPort(host, 0) };
            await using AdminFixture admin = await AdminFixture.StartAsync(config);
            HttpResponseMessage response = await admin.SendAsync("GET", "/livez");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_busy_port_is_named_in_words()
    {
        using var holder = new Socket(SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        holder.Listen();
        int port = ((IPEndPoint)holder.LocalEndPoint!).Port; // set by Bind

        AdminStart start = await AdminServer.StartAsync(
            new FakeControl(),
            new() { Address = EndpointAddress.FromHostAndPort("127.0.0.1", port) }
        );

        start.Server.ShouldBeNull();
        start.Problem.ShouldBe($"admin.address 127.0.0.1:{port} is already in use");
    }

    [Theory]
    [InlineData("nowhere.invalid", "does not resolve")]
    [InlineData("192.0.2.1", "admin.token is required")]
    public async Task An_address_that_cannot_serve_is_explained(string host, string problem)
    {
        AdminStart start = await AdminServer.StartAsync(
            new FakeControl(),
            new() { Address = EndpointAddress.FromHostAndPort(host, 0) }
        );
        start.Problem.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_explained()
    {
        AdminStart start = await AdminServer.StartAsync(
            new FakeControl(),
            new() { Address = EndpointAddress.FromHostAndPort("192.0.2.1", 0), Token = "t" }
        );
        start
            .Problem.ShouldNotBeNull()
            .ShouldStartWith("admin.address 192.0.2.1:0 cannot be used: ");
    }

    [Fact]
    public async Task After_stop_nobody_listens()
    {
        AdminFixture admin = await AdminFixture.StartAsync();
        await admin.Server.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => admin.SendAsync("GET", "/livez"));
        await admin.DisposeAsync();
    }
}
