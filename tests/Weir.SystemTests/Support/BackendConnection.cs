// A backend's side of one connection.
using System.Globalization;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>A connection that Weir opened; <paramref name="number"/> counts the backend's accepts from 1.</summary>
public sealed class BackendConnection(Socket socket, int number) : Wire(socket)
{
    public int Number => number;

    /// <summary>The next request with its whole body; null when the connection ended between requests.</summary>
    public async Task<HttpMessage?> ReadRequestAsync()
    {
        string? head = await ReadHeadAsync();
        return head is null ? null : await ReadBodyAsync(new HttpMessage(head, []));
    }

    public async Task<HttpMessage> ReadBodyAsync(HttpMessage request)
    {
        var body = new MemoryStream();
        string trailers = "";
        if (request.Field("Transfer-Encoding") is not null)
        {
            trailers = await CopyChunkedAsync(body);
        }
        else if (request.Field("Content-Length") is { } length)
        {
            await CopyAsync(body, long.Parse(length, CultureInfo.InvariantCulture));
        }

        return request with
        {
            BodyBytes = body.ToArray(),
            Trailers = trailers,
        };
    }

    public Task RespondAsync(string body, string fields = "", string status = "200 OK") =>
        SendAsync($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{fields}\r\n{body}");
}
