// The listening sockets of one address, kept for as long as a listener has it. Reactors accept on copies of their descriptors, so that
// the same sockets can go to a listener under a new name, or to the process that takes over. Owned by who binds listeners.
using System.Net.Sockets;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// One socket a reactor where this process bound them (SO_REUSEPORT), any number where they came from another process. Whoever
/// stops listening disposes of the group before the copies: from then on the last copy that is closed closes its socket.
/// </summary>
public sealed class SocketGroup : IDisposable
{
    private readonly KernelListenSocket[] _sockets;

    private SocketGroup(KernelListenSocket[] sockets) => _sockets = sockets;

    /// <summary>The address they are all bound to.</summary>
    public SocketEndpoint Local => _sockets[0].Local;

    /// <summary>Binds <paramref name="count"/> sockets, in the way of <paramref name="sockets"/> if it is given; null, with the reason in
    /// <paramref name="error"/>, when it cannot.</summary>
    public static SocketGroup? TryBind(
        SocketEndpoint address,
        int backlog,
        int count,
        out string? error,
        KernelSockets? sockets = null
    ) =>
        (sockets ?? new KernelSockets()).TryListen(
            address,
            backlog,
            count,
            out ListenSocket[] bound,
            out error
        )
            ? new SocketGroup([.. bound.Cast<KernelListenSocket>()])
            : null;

    /// <summary>Takes over a listening socket that whoever started this process left open; null when the descriptor is none.</summary>
    public static SocketGroup? TryAdopt(int fd)
    {
        Errno.Prepare();
        bool isListening =
            KernelSocket.TryGetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_TYPE, out int type)
            && type == Kernel.SOCK_STREAM
            && KernelSocket.TryGetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_ACCEPTCONN, out int on)
            && on != 0;
        if (!isListening || KernelSocket.Adopt(fd) < 0)
        {
            return null;
        }

        SocketEndpoint local = KernelSocket.LocalEndpoint(fd);
        if (local.Family != SocketFamily.Unix)
        {
            // Accepted connections inherit it.
            _ = KernelSocket.SetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_NODELAY, 1);
        }

        return new SocketGroup([new KernelListenSocket(fd, local)]);
    }

    /// <summary>Puts groups of one address together; they are not to be used, nor disposed of, by themselves any more.</summary>
    public static SocketGroup Join(IEnumerable<SocketGroup> groups) =>
        new([.. groups.SelectMany(group => group._sockets)]);

    /// <summary>
    /// Copies for each reactor. With as many sockets as reactors each gets one. With fewer, several accept on the same one; with
    /// more, some get several: none may be left out or closed, since the kernel goes on to put connections into its queue.
    /// </summary>
    public ListenSocket[][]? TryShare(int reactors, out string? error)
    {
        var shares = new List<ListenSocket>[reactors];
        error = null;
        for (int i = 0; i < int.Max(reactors, _sockets.Length) && error is null; i++)
        {
            List<ListenSocket> share = shares[i % reactors] ??= [];
            if (_sockets[i % _sockets.Length].TryDuplicate() is { } copy)
            {
                share.Add(copy);
            }
            else
            {
                error = $"cannot listen on {Local}: no file descriptor is left";
            }
        }

        if (error is null)
        {
            return [.. shares.Select(share => share.ToArray())];
        }

        foreach (ListenSocket copy in shares.SelectMany(share => share ?? []))
        {
            copy.Dispose();
        }

        return null;
    }

    /// <summary>Sets how many connections may wait to be accepted.</summary>
    public void SetBacklog(int backlog)
    {
        foreach (KernelListenSocket socket in _sockets)
        {
            socket.SetBacklog(backlog);
        }
    }

    /// <summary>Sets whether a connection is kept back until its first bytes are here (TCP_DEFER_ACCEPT, tcp(7)).</summary>
    public void SetDeferAccept(bool isOn)
    {
        foreach (KernelListenSocket socket in _sockets)
        {
            socket.SetDeferAccept(isOn);
        }
    }

    /// <summary>Descriptors that a child process inherits, closed here by <paramref name="copies"/>.</summary>
    public int[] CopyForChild(ChildDescriptors copies) =>
        [.. _sockets.Select(socket => socket.CopyForChild(copies))];

    /// <summary>A copy of the first socket for the runtime's own <see cref="Socket"/>.</summary>
    public SafeSocketHandle CopyForRuntime() => _sockets[0].CopyForRuntime();

    public void Dispose()
    {
        foreach (KernelListenSocket socket in _sockets)
        {
            socket.Dispose();
        }
    }
}
