// Who gets the completions of channels and listeners.
using System.Diagnostics;

namespace Weir.Proxy.Io;

/// <summary>The owner of one or more channels; called by the reactor's loop, never from inside an operation.</summary>
public interface IChannelOwner
{
    /// <summary>A connect came to its end. Unless <paramref name="status"/> is Ok the channel has closed itself.</summary>
    void OnConnected(Channel channel, IoStatus status) =>
        Debug.Fail("who connects channels owns them until then");

    /// <summary>
    /// A receive came to its end: Ok with <paramref name="count"/> &gt; 0 bytes at <paramref name="offset"/> of the block; otherwise
    /// count is 0 and <paramref name="block"/> is the one that the owner had lent, if any. The owner now owns the block. Behind a send that
    /// failed it never ends as if the peer had said all.
    /// </summary>
    void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status);

    /// <summary>What <see cref="Channel.WatchHangUp"/> waited for: EndOfStream for FIN, behind which nothing comes but unread bytes, else an error.</summary>
    void OnHungUp(Channel channel, IoStatus status) { }

    /// <summary>A send came to its end, all bytes or an error. The owner owns the block again.</summary>
    void OnSent(Channel channel, Block block, IoStatus status);
}
