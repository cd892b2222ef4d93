// What test backends commonly do on a connection.
using System.Net.Sockets;

namespace Weir.SystemTests.Support;

public static class Scripts
{
    /// <summary>Request after request until the connection ends; a health check that leaves without a word is fine.</summary>
    public static async Task ServeAsync(
        BackendConnection connection,
        TestBackend backend,
        Func<HttpMessage, BackendConnection, Task> answer
    )
    {
        while (await ReadRequestAsync(connection) is { } request)
        {
            backend.Requests.Enqueue(request);
            await answer(request, connection);
            if (request.Field("Connection") == "close")
            {
                return;
            }
        }
    }

    /// <summary>Everything back, then the end back too.</summary>
    public static async Task EchoAsync(BackendConnection connection, string greeting)
    {
        await connection.SendAsync(greeting);
        while (await connection.ReadSomeAsync() is { IsEmpty: false } bytes)
        {
            await connection.SendAsync(bytes);
        }
    }

    /// <summary>Takes everything and says nothing, until the other side ends.</summary>
    public static async Task SwallowAsync(BackendConnection connection) =>
        await connection.CopyToEndAsync(Stream.Null);

    // Idle connections live longer than a read waits, and end in any way.
    private static async Task<HttpMessage?> ReadRequestAsync(BackendConnection connection)
    {
        try
        {
            return await connection.ReadRequestAsync();
        }
        catch (Exception e)
            when (connection.AtMessageStart
                && e is SocketException or TimeoutException or ObjectDisposedException
            )
        {
            return null;
        }
    }
}
