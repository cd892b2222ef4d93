// A path between two peers that is long, narrow, or cuts what passes into small pieces. In this process, since not every kernel has the
// queues of tc(8), and those would hit everybody on the machine.
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Weir.SystemTests.Support;

namespace Weir.Faults.Tools;

/// <summary>Passes every connection on to a server, each direction of each on its own terms. A full path makes the sender wait.</summary>
public sealed class FaultProxy : IDisposable
{
    // With pieces of a packet's size this is about what a router would hold.
    private const int QueuedPieces = 64;

    // A timer on a busy machine is late by so much: what did not pass meanwhile passes then.
    private static readonly TimeSpan s_burst = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );
    private readonly EndPoint _server;

    private FaultProxy(EndPoint server)
    {
        _server = server;
        _listener.Bind(new IPEndPoint(LoopbackAddress.Next(), 0));
        _listener.Listen(1024);
    }

    /// <summary>How long each byte is on its way, in each direction.</summary>
    public TimeSpan Delay { get; private init; }

    /// <summary>How much passes, in each direction of each connection; 0 for any.</summary>
    public double BytesPerSecond { get; private init; }

    /// <summary>What arrives at once is never more.</summary>
    public int PieceBytes { get; private init; }

    public EndPoint Endpoint => _listener.LocalEndPoint!; // bound

    public string Address => Endpoint.ToString()!; // an IPEndPoint has a text

    /// <summary>A path to <paramref name="server"/> that begins to pass connections on at once.</summary>
    public static FaultProxy Start(
        EndPoint server,
        TimeSpan delay = default,
        double bytesPerSecond = 0,
        int pieceBytes = 64 * 1024
    )
    {
        var proxy = new FaultProxy(server)
        {
            Delay = delay,
            BytesPerSecond = bytesPerSecond,
            PieceBytes = pieceBytes,
        };
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>Takes no connection any more; those under way go on until a side ends.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                Socket client = await _listener.AcceptAsync();
                _ = PassAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        )
        {
            (client.NoDelay, server.NoDelay) = (true, true);
            try
            {
                await server.ConnectAsync(_server);
                await Task.WhenAll(DirectionAsync(client, server), DirectionAsync(server, client));
            }
            catch (SocketException)
            {
                // A side that is gone takes the other with it, as a reset.
                client.LingerState = new LingerOption(true, 0);
                server.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task DirectionAsync(Socket from, Socket to)
    {
        var path = Channel.CreateBounded<(byte[] Piece, TimeSpan Due)>(QueuedPieces);
        var clock = Stopwatch.StartNew();
        Task arriving = ArriveAsync(path.Reader, to, clock);
        byte[] buffer = new byte[PieceBytes];
        int count;
        do
        {
            count = await from.ReceiveAsync(buffer);
            await path.Writer.WriteAsync((buffer[..count], clock.Elapsed + Delay));
        } while (count > 0);

        await arriving;
    }

    private async Task ArriveAsync(
        ChannelReader<(byte[] Piece, TimeSpan Due)> path,
        Socket to,
        Stopwatch clock
    )
    {
        TimeSpan free = TimeSpan.Zero; // when the narrow place has let the last piece through
        while (true)
        {
            (byte[] piece, TimeSpan due) = await path.ReadAsync();
            if (BytesPerSecond > 0)
            {
                TimeSpan earliest = clock.Elapsed - s_burst;
                free = free > earliest ? free : earliest;
                free += TimeSpan.FromSeconds(piece.Length / BytesPerSecond);
                due = due > free ? due : free;
            }

            if (due > clock.Elapsed)
            {
                await Eventually.Pass(due - clock.Elapsed);
            }

            if (piece.Length == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            for (int sent = 0; sent < piece.Length; )
            {
                sent += await to.SendAsync(piece.AsMemory(sent));
            }
        }
    }
}
