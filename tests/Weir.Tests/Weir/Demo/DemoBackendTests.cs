// Holds the demo backend to HTTP/1.1, and to dying as abruptly as it promises.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;
using Weir.Demo;
using Xunit;

namespace Weir.Tests.Demo;

public sealed class DemoBackendTests : IDisposable
{
    private readonly DemoBackend _backend = new("backend-1", FreeEndpoint());

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Every_request_on_a_connection_is_answered_with_the_name()
    {
        _backend.Start();
        using Socket client = Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Send("GET / HTTP/1.1\r\nHost: x\r\nX-Demo-Request: 7\r\n\r\n"u8);
            string answer = ReceiveUntil(client, "Hello from backend-1\n");
            answer.ShouldStartWith("HTTP/1.1 200 OK\r\n");
            answer.ShouldContain("X-Backend: backend-1\r\n");
        }
    }

    [Fact]
    public void A_request_in_pieces_and_two_at_once_are_understood()
    {
        _backend.Start();
        using Socket client = Connect();
        client.Send("GET / HTTP/1.1\r\nHo"u8);
        client.Send("st: x\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n"u8);
        string both = ReceiveToEnd(client);
        both.Split("Hello from backend-1\n").Length.ShouldBe(3);
    }

    [Fact]
    public void A_killed_backend_resets_its_connections_refuses_new_ones_and_can_come_back()
    {
        _backend.Start();
        using Socket client = Connect();
        client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
        ReceiveUntil(client, "backend-1\n");
        _backend.Kill().Connections.ShouldBe(1);
        Should
            .Throw<SocketException>(() => client.Receive(new byte[1]))
            .SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        Should
            .Throw<SocketException>(() => Connect().Dispose())
            .SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        _backend.Start();
        using Socket again = Connect();
        again.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
        ReceiveUntil(again, "backend-1\n").ShouldContain("200 OK");
    }

    [Fact]
    public void A_connection_whose_answer_is_just_going_out_is_reset_like_every_other()
    {
        for (int round = 0; round < 50; round++)
        {
            _backend.Start();
            Socket[] clients = [.. Enumerable.Range(0, 16).Select(_ => Connect())];
            foreach (Socket client in clients)
            {
                client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
            }

            ReceiveUntil(clients[0], "backend-1\n");
            _backend.Kill();
            foreach (Socket client in clients)
            {
                Should
                    .Throw<SocketException>(() => ReceiveToEnd(client))
                    .SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
                client.Dispose();
            }
        }
    }

    private static IPEndPoint FreeEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = 5000,
        };
        socket.Connect(_backend.Endpoint);
        return socket;
    }

    private static string ReceiveUntil(Socket socket, string end)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[1024];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            int received = socket.Receive(buffer);
            received.ShouldBeGreaterThan(0);
            text.Append(Encoding.ASCII.GetString(buffer, 0, received));
        }

        return text.ToString();
    }

    private static string ReceiveToEnd(Socket socket)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[1024];
        for (int received; (received = socket.Receive(buffer)) > 0; )
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, received));
        }

        return text.ToString();
    }
}
