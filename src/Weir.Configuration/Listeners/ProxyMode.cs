// A choice of the configuration: the mode of a listener.

namespace Weir.Configuration.Listeners;

/// <summary>What a listener speaks with its clients.</summary>
public enum ProxyMode
{
    /// <summary>Bytes are passed on as they come.</summary>
    Tcp,

    /// <summary>HTTP/1.x requests are routed one by one.</summary>
    Http,
}
