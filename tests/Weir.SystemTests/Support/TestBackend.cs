// A backend inside the test process: a script speaks on every connection; the backend counts, and can go away and come back.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

/// <summary>Listens on an address of its own and runs <c>script</c> for each connection. A script's connection is closed when it
/// returns. <see cref="Failures"/> holds what scripts threw, so that a test can show that its backend was happy.</summary>
public sealed class TestBackend : IDisposable
{
    private readonly Func<BackendConnection, Task> _script;
    private readonly EndPoint _endpoint;
    private readonly ConcurrentDictionary<BackendConnection, bool> _open = new();
    private Socket? _listener;
    private int _accepts;
    private long _bytesReceived;
    private long _bytesSent;

    private TestBackend(EndPoint endpoint, Func<BackendConnection, Task> script)
    {
        _script = script;
        _listener = Listen(endpoint);
        _endpoint = _listener.LocalEndPoint!;
        _ = AcceptAsync(_listener);
    }

    /// <summary>As the configuration has it.</summary>
    public string Address =>
        _endpoint is UnixDomainSocketEndPoint ? $"unix:{_endpoint}" : _endpoint.ToString()!;

    public EndPoint Endpoint => _endpoint;

    public int Port => ((IPEndPoint)_endpoint).Port;

    public int Accepts => Volatile.Read(ref _accepts);

    public int Open => _open.Count;

    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Requests that <see cref="Scripts"/> read in full.</summary>
    public ConcurrentQueue<HttpMessage> Requests { get; } = new();

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public static TestBackend Start(Func<BackendConnection, Task> script) =>
        new(new IPEndPoint(LoopbackAddress.Next(), 0), script);

    public static TestBackend StartAt(EndPoint endpoint, Func<BackendConnection, Task> script) =>
        new(endpoint, script);

    /// <summary>An http backend that answers every request with 200 and <paramref name="body"/>.</summary>
    public static TestBackend Http(string body = "hello") =>
        Http((_, connection) => connection.RespondAsync(body));

    /// <summary>An http backend that keeps what it was asked and answers by <paramref name="answer"/>.</summary>
    public static TestBackend Http(Func<HttpMessage, BackendConnection, Task> answer)
    {
        TestBackend? backend = null;
        backend = Start(connection => Scripts.ServeAsync(connection, backend!, answer));
        return backend;
    }

    /// <summary>A tcp backend that sends <paramref name="greeting"/> and then everything back.</summary>
    public static TestBackend Echo(string greeting = "") =>
        Start(connection => Scripts.EchoAsync(connection, greeting));

    /// <summary>Goes away as a killed process does: refuses new connections, resets the open ones.</summary>
    public void Kill()
    {
        StopListening();
        foreach (BackendConnection connection in _open.Keys)
        {
            connection.Reset();
        }
    }

    /// <summary>Refuses new connections; the open ones go on.</summary>
    public void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
    }

    /// <summary>Listens again, on the same port.</summary>
    public void Revive()
    {
        _listener = Listen(_endpoint);
        _ = AcceptAsync(_listener);
    }

    /// <summary>Ends all open connections cleanly.</summary>
    public void CloseConnections()
    {
        foreach (BackendConnection connection in _open.Keys)
        {
            connection.Dispose();
        }
    }

    public void Dispose() => Kill();

    private static Socket Listen(EndPoint endpoint)
    {
        var socket = new Socket(
            endpoint.AddressFamily,
            SocketType.Stream,
            endpoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified
        );
        socket.Bind(endpoint);
        socket.Listen(4096);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            if (socket.AddressFamily != AddressFamily.Unix)
            {
                socket.NoDelay = true;
            }

            var connection = new BackendConnection(socket, Interlocked.Increment(ref _accepts));
            _open[connection] = true;
            _ = RunAsync(connection);
        }
    }

    private async Task RunAsync(BackendConnection connection)
    {
        try
        {
            await _script(connection);
        }
        catch (Exception e)
        {
            Failures.Enqueue(e);
        }

        Interlocked.Add(ref _bytesReceived, connection.BytesReceived);
        Interlocked.Add(ref _bytesSent, connection.BytesSent);
        connection.Dispose();
        _open.TryRemove(connection, out _);
    }
}
