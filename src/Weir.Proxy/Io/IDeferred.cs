// Work that its owner cannot do where it notices that it is due, since it would call back into who has called it.
namespace Weir.Proxy.Io;

/// <summary>Given to <see cref="Reactor.Defer"/>.</summary>
public interface IDeferred
{
    /// <summary>Its time has come. What it was for may be over by now: look first.</summary>
    void OnDeferred();
}
