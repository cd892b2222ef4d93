// What is known about a socket's receive queue.
namespace Weir.Linux.Channels;

/// <summary>Decides whether a receive is tried at once or waits for an edge.</summary>
internal enum InputState : byte
{
    /// <summary>Empty as far as known: the next byte raises an edge.</summary>
    Drained,

    /// <summary>Perhaps empty: just accepted, or the last receive took all it had asked for.</summary>
    Unknown,

    /// <summary>Bytes, an end of stream or an error wait.</summary>
    Ready,

    /// <summary>The end was delivered; a further receive gets it again.</summary>
    Ended,
}
