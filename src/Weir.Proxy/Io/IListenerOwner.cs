// Who gets the connections that a listener accepts.
namespace Weir.Proxy.Io;

/// <summary>The owner of listeners; called by the reactor's loop.</summary>
public interface IListenerOwner
{
    /// <summary>A new connection; the callee sets its owner and starts to receive, or closes it.</summary>
    void OnAccepted(Listener listener, Channel channel);

    /// <summary>After <see cref="Listener.Stop"/>: the accept queue is empty and the socket closed.</summary>
    void OnStopped(Listener listener);

    /// <summary>Accept failed for want of descriptors or memory; the listener pauses a little and goes on by itself.</summary>
    void OnAcceptFailed(Listener listener, IoStatus status);
}
