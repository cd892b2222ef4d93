// A small HTTP/1.1 server to balance over. It is written on bare sockets so that it can die as a machine dies: every
// connection reset, in the middle of what it was doing. Owned by the scenario.
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Demo;

/// <summary>Answers every GET with its name. <see cref="Start"/> and <see cref="Kill"/> may follow each other.</summary>
internal sealed class DemoBackend(string name, IPEndPoint endpoint) : IDisposable
{
    /// <summary>Carries the number of a demo request, so that those cut by <see cref="Kill"/> can be told.</summary>
    public const string RequestHeader = "X-Demo-Request";

    /// <summary>What a request takes here: long enough that some are under way whenever the backend dies.</summary>
    private const int ThinkMs = 3;

    private const int MostHeadBytes = 16 * 1024;

    private readonly ConcurrentDictionary<Socket, string> _connections = new();
    private Socket? _listener;

    public string Name { get; } = name;

    public IPEndPoint Endpoint { get; } = endpoint;

    /// <summary>Listens. Throws <see cref="SocketException"/> when the port is taken.</summary>
    public void Start()
    {
        var listener = new Socket(Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(Endpoint);
            listener.Listen(512);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>Stops at once: nobody listens any more and every connection is reset. Returns how many there were, and
    /// the numbers of the requests that were under way.</summary>
    public (int Connections, string[] Requests) Kill()
    {
        _listener?.Dispose();
        _listener = null;
        int connections = 0;
        var requests = new List<string>();
        foreach ((Socket socket, _) in _connections)
        {
            if (_connections.TryRemove(socket, out string? request))
            {
                connections++;
                if (request.Length > 0)
                {
                    requests.Add(request);
                }

                Reset(socket);
            }
        }

        return (connections, [.. requests]);
    }

    public void Dispose() => Kill();

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.NoDelay = true;
            _connections[socket] = "";
            if (_listener != listener && _connections.TryRemove(socket, out _))
            {
                Reset(socket);
                return;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        byte[] buffer = new byte[MostHeadBytes];
        int filled = 0;
        try
        {
            while (filled < buffer.Length)
            {
                int received = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (received == 0)
                {
                    break;
                }

                filled += received;
                int end;
                while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) >= 0)
                {
                    string head = Encoding.Latin1.GetString(buffer, 0, end);
                    end += 4;
                    buffer.AsSpan(end, filled - end).CopyTo(buffer);
                    filled -= end;
                    if (!await AnswerAsync(socket, head))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The peer left, or Kill came in between.
        }
        finally
        {
            // Else Kill has it, and a polite close here could come before its reset.
            if (_connections.TryRemove(socket, out _))
            {
                socket.Dispose();
            }
        }
    }

    /// <summary>False: close the connection after this answer.</summary>
    private async Task<bool> AnswerAsync(Socket socket, string head)
    {
        string request = Field(head, RequestHeader) ?? "";
        bool known = _connections.TryUpdate(socket, request, "");
        if (request.Length > 0)
        {
            await Task.Delay(ThinkMs);
        }

        bool close = string.Equals(
            Field(head, "Connection"),
            "close",
            StringComparison.OrdinalIgnoreCase
        );
        string body = $"Hello from {Name}\n";
        string answer = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nX-Backend: {Name}\r\n{(close ? "Connection: close\r\n" : "")}\r\n{body}"
        );
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        return known && _connections.TryUpdate(socket, "", request) && !close;
    }

    private static string? Field(string head, string name)
    {
        foreach (string line in head.Split("\r\n"))
        {
            if (
                line.Length > name.Length
                && line[name.Length] == ':'
                && line.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            )
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return null;
    }

    // A linger of zero makes the kernel reset instead of close; a timeout of zero keeps the runtime from saying a
    // polite goodbye first while a receive is pending.
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        socket.Close(0);
    }
}
