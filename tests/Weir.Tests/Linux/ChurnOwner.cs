// Opens, uses, closes and resets connections at random, and notices bytes that arrive at the wrong one.
using System.Buffers.Binary;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Linux;

/// <summary>
/// Every client sends its own port and half of the servers answer by the port they see; the rest close, reset or linger at once,
/// so that events of dead sockets are always on their way while their slots get new tenants.
/// </summary>
internal sealed class ChurnOwner(Reactor reactor, SocketEndpoint target, int seed)
    : IChannelOwner,
        IListenerOwner,
        IDisposable
{
    private readonly Random _random = new(seed);
    private readonly HashSet<Channel> _clients = new(ReferenceEqualityComparer.Instance);
    private int _left;

    internal int Mismatches { get; private set; }

    internal int Answered { get; private set; }

    internal bool IsDone => _left == 0 && _clients.Count == 0;

    internal void Begin(int connections, int total)
    {
        _left = total;
        for (int i = 0; i < connections; i++)
        {
            Open();
        }
    }

    public void OnConnected(Channel channel, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            Mismatches += status == IoStatus.Reset ? 0 : 1;
            Next(channel);
            return;
        }

        Send(channel, channel.Local.Port);
        channel.Receive();
    }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        int? port =
            count >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(block!.Bytes.AsSpan(offset)) : null; // bytes come in a block
        if (block is not null)
        {
            reactor.Blocks.Return(block);
        }

        bool isClient = _clients.Contains(channel);
        if (port is not null)
        {
            int expected = isClient ? channel.Local.Port : channel.Remote.Port;
            Mismatches += port == expected ? 0 : 1;
            Answered += isClient ? 1 : 0;
        }

        if (isClient)
        {
            End(channel);
        }
        else if (status == IoStatus.Ok && _random.Next(2) == 0)
        {
            Send(channel, channel.Remote.Port);
        }
        else
        {
            End(channel);
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        reactor.Blocks.Return(block);
        if (!_clients.Contains(channel))
        {
            channel.Receive(); // the client's end
        }
    }

    public void OnAccepted(Listener listener, Channel channel)
    {
        channel.Owner = this;
        if (_random.Next(4) == 0)
        {
            End(channel);
        }
        else
        {
            channel.Receive();
        }
    }

    public void OnStopped(Listener listener) { }

    public void OnAcceptFailed(Listener listener, IoStatus status) => Mismatches++;

    public void Dispose() => _clients.Clear();

    private void Open()
    {
        if (_left > 0)
        {
            _left--;
            _clients.Add(reactor.Connect(target, this));
        }
    }

    private void Send(Channel channel, int port)
    {
        if (!reactor.Blocks.TryRent(out Block? block))
        {
            Mismatches++;
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(block.Bytes, port);
        channel.Send(block, 0, 4);
    }

    private void End(Channel channel)
    {
        switch (_random.Next(3))
        {
            case 0:
                channel.Close();
                break;
            case 1:
                channel.Reset();
                break;
            default:
                channel.CloseLingering(minBytesPerSecond: 0);
                break;
        }

        Next(channel);
    }

    private void Next(Channel channel)
    {
        if (_clients.Remove(channel))
        {
            Open();
        }
    }
}
