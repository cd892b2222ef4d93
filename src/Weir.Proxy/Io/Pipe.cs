// A pipe of the kernel that stands in a block's place: bytes go through it from one socket to the next without being copied.
namespace Weir.Proxy.Io;

/// <summary>
/// A receive into a block with a pipe moves what has come from the socket into the pipe (splice(2)), and the send of that block moves
/// it on; nobody can look at the bytes. Owned by its block for life.
/// </summary>
public abstract class Pipe
{
    /// <summary>True while bytes are in it, as when a channel closed between a receive and the end of the send.</summary>
    public abstract bool HasBytes { get; }

    /// <summary>Ends it; bytes in it are lost.</summary>
    public abstract void Close();
}
