// Stands in for the admin API: answers every request alike and keeps what was asked.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Tests.Commands;

internal sealed class StubAdmin : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly byte[] _answer;

    public StubAdmin(int status, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"
        );
        _answer = [.. Encoding.ASCII.GetBytes(head), .. bytes];
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!; // bound since Start

    /// <summary>The requests that came in, heads and bodies.</summary>
    public string[] Requests => [.. _requests];

    public void Dispose() => _listener.Dispose();

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = 0;
        while (true)
        {
            int got = await stream.ReadAsync(buffer.AsMemory(length));
            length += got;
            string text = Encoding.ASCII.GetString(buffer, 0, length);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            string? declared = text.Split("\r\n")
                .FirstOrDefault(l => l.StartsWith("Content-Length: ", StringComparison.Ordinal))
                ?.Split(' ')[1];
            int body = declared is null ? 0 : int.Parse(declared, CultureInfo.InvariantCulture);
            if (got == 0 || (end >= 0 && length >= end + 4 + body))
            {
                return text;
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                _requests.Enqueue(await ReadAsync(client.GetStream()));
                await client.GetStream().WriteAsync(_answer);
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Disposed: the test is over.
        }
    }
}
