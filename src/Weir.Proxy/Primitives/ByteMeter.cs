// Bytes as they move over a group of channels. Written by one reactor thread, read by the metrics thread.
namespace Weir.Proxy.Primitives;

/// <summary>Counts bytes received from and sent to sockets; a channel that carries a meter adds to it at each move.</summary>
public sealed class ByteMeter
{
    /// <summary>Bytes read from sockets.</summary>
    public long BytesIn;

    /// <summary>Bytes written to sockets.</summary>
    public long BytesOut;
}
