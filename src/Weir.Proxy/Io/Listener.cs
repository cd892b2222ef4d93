// One listening socket inside one reactor.
namespace Weir.Proxy.Io;

/// <summary>Accepts connections on a <see cref="ListenSocket"/> until stopped.</summary>
public abstract class Listener
{
    /// <summary>The owner's mark: which listener of the config this is.</summary>
    public object? Tag { get; set; }

    /// <summary>Accepts what is already in the queue, then closes the socket and tells <see cref="IListenerOwner.OnStopped"/>.</summary>
    public abstract void Stop();
}
