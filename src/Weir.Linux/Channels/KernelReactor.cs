// What the reactors of both engines have in common, whichever the kernel is asked by.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>A turn is its engine's; who is due in it, and what connects and accepts, is here.</summary>
public abstract class KernelReactor : Reactor
{
    private const int ScratchBytes = 64 * 1024;

    private byte[]? _scratch;
    private bool _isDisposed;

    private protected KernelReactor(BlockPool blocks)
        : base(blocks)
    {
        Turns = new Turns(blocks, Lag);
        KernelSocket.IgnoreBrokenPipes();
        blocks.OpenPipe = KernelPipe.TryOpen;
    }

    public sealed override long NowUs => Turns.NowUs;

    internal Turns Turns { get; }

    internal SlotTable Slots => Turns.Slots;

    /// <summary>A descriptor to shed a connection by that there is none left for.</summary>
    internal ReserveDescriptor Reserve { get; } = new();

    /// <summary>Memory for bytes that nobody wants.</summary>
    internal byte[] Scratch =>
        _scratch ??= GC.AllocateUninitializedArray<byte>(ScratchBytes, pinned: true);

    public sealed override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag)
    {
        if (socket is not KernelListenSocket kernelSocket)
        {
            throw new ArgumentException("not a socket of the kernel", nameof(socket));
        }

        KernelListener listener = NewListener(kernelSocket.Take(), owner);
        listener.Tag = tag;
        return listener;
    }

    public sealed override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        KernelChannel channel = RentChannel();
        channel.Owner = owner;
        int fd = KernelSocket.OpenConnect(address, kind, out int result);
        channel.Connecting(fd, result, address);
        return channel;
    }

    public sealed override void Wake() => Turns.Wake.Raise();

    internal KernelChannel RentChannel() =>
        Turns.TryTakeSpare(out KernelChannel? spare) ? spare : NewChannel();

    internal void TakeBack(Block? block)
    {
        if (block is not null)
        {
            Blocks.Return(block);
        }
    }

    private protected abstract KernelChannel NewChannel();

    private protected abstract KernelListener NewListener(int fd, IListenerOwner owner);

    /// <summary>Waits until the kernel touches no memory of ours any more; all channels and listeners are closed.</summary>
    private protected virtual void Settle() { }

    /// <summary>The last step: nothing is asked of the kernel any more.</summary>
    private protected abstract void CloseEngine();

    protected sealed override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Slots.AbandonAll();
            Settle();
            Blocks.ClosePipes();
            Reserve.Dispose();
            CloseEngine();
            Turns.Dispose();
        }
    }
}
