// A client that says exactly what a test wants said.
using System.Net;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>A client connection; reads HTTP/1.1 responses as strictly as they should be written.</summary>
public sealed class RawClient(Socket socket) : Wire(socket)
{
    public static async Task<RawClient> ConnectAsync(EndPoint server, int receiveBuffer = 0)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        try
        {
            if (receiveBuffer > 0)
            {
                socket.ReceiveBufferSize = receiveBuffer;
            }

            await Eventually.Within(socket.ConnectAsync(server), $"a connection to {server}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new RawClient(socket);
    }

    /// <summary>Connects where nobody is served: the reset may come before the connect is told of.</summary>
    public static async Task ExpectResetAsync(EndPoint server)
    {
        byte[] got = [];
        try
        {
            using RawClient client = await ConnectAsync(server);
            got = await client.ReadToResetAsync();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return;
        }

        if (got.Length > 0)
        {
            throw new InvalidDataException($"{got.Length} bytes before the reset");
        }
    }

    /// <summary>Sends a request and reads its response on a connection of its own.</summary>
    public static async Task<HttpMessage> OnceAsync(EndPoint server, string request)
    {
        using RawClient client = await ConnectAsync(server);
        return await client.ExchangeAsync(request);
    }

    public static Task<HttpMessage> GetAsync(EndPoint server, string path = "/") =>
        OnceAsync(server, $"GET {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");

    public async Task<HttpMessage> ExchangeAsync(string request)
    {
        await SendAsync(request);
        return await ReadResponseAsync(
            isHead: request.StartsWith("HEAD ", StringComparison.Ordinal)
        );
    }

    public Task<HttpMessage> GetAsync(string path = "/") =>
        ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: test\r\n\r\n");

    /// <summary>The next final response with its body; interim ones before it are kept in <see cref="HttpMessage.Interim"/>.</summary>
    public async Task<HttpMessage> ReadResponseAsync(bool isHead = false)
    {
        string interim = "";
        while (true)
        {
            string head =
                await ReadHeadAsync()
                ?? throw new EndOfStreamException("the connection ended before a response");
            var message = new HttpMessage(head, []);
            if (message.Status is >= 100 and < 200 and not 101)
            {
                interim += head;
                continue;
            }

            return await ReadBodyAsync(message with { Interim = interim }, isHead);
        }
    }

    private async Task<HttpMessage> ReadBodyAsync(HttpMessage message, bool isHead)
    {
        if (isHead || message.Status is 101 or 204 or 304)
        {
            return message;
        }

        var body = new MemoryStream();
        string trailers = "";
        if (message.Field("Transfer-Encoding") == "chunked")
        {
            trailers = await CopyChunkedAsync(body);
        }
        else if (message.Field("Content-Length") is { } length)
        {
            await CopyAsync(
                body,
                long.Parse(length, System.Globalization.CultureInfo.InvariantCulture)
            );
        }
        else
        {
            await CopyToEndAsync(body);
        }

        return message with
        {
            BodyBytes = body.ToArray(),
            Trailers = trailers,
        };
    }
}
