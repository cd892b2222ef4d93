// Who gets a connection from a pool: writes down what comes. Owned by its PoolWorker.
using System.Text;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;

namespace Weir.Simulation.Pooling;

internal sealed class PoolUser(BlockPool blocks) : IBackendUser
{
    private readonly StringBuilder _received = new();

    public PooledConnection? Connection { get; set; }

    /// <summary>How the connect failed; null while it did not.</summary>
    public ConnectResult? Failure { get; private set; }

    /// <summary>How the connection ended; Ok while it stands.</summary>
    public IoStatus End { get; private set; }

    public string Received => _received.ToString();

    /// <summary>True when the connection stands or its connect has failed.</summary>
    public bool IsSettled =>
        Failure is not null || Connection is { State: PooledConnectionState.InUse };

    public PooledConnection GiveUp()
    {
        PooledConnection connection = Connection!; // the test gave it one
        Connection = null;
        return connection;
    }

    /// <summary>The bytes that came before this user did.</summary>
    public string TakeEarly()
    {
        Block? early = Connection!.TakeEarlyBlock(out int offset, out int count); // the test gave it one
        if (early is null)
        {
            return "";
        }

        string text = Encoding.ASCII.GetString(early.Bytes, offset, count);
        blocks.Return(early);
        return text;
    }

    public void OnBackendReady(PooledConnection connection) => Connection = connection;

    public void OnBackendFailed(PooledConnection connection, ConnectResult result) =>
        (Connection, Failure) = (null, result);

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        End = status;
        if (block is not null)
        {
            _received.Append(Encoding.ASCII.GetString(block.Bytes, offset, count));
            blocks.Return(block);
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status) => blocks.Return(block);
}
