// The kinds of operations that an io_uring reactor has under way, as its completions name them.
namespace Weir.Linux.Uring;

/// <summary>A target has at most one operation of a kind under way, so kind and token together name it.</summary>
internal enum UringOperation : byte
{
    /// <summary>A multishot receive into provided buffers.</summary>
    Receive,

    /// <summary>A one-shot poll for input, or for connections on a listener.</summary>
    PollInput,

    /// <summary>A one-shot poll for the end of a connect.</summary>
    PollConnect,
    Send,

    /// <summary>A one-shot poll for room to send a pipe's bytes.</summary>
    PollOutput,

    /// <summary>A one-shot poll for the peer's leaving, without a look at input.</summary>
    PollHangUp,

    /// <summary>A multishot accept.</summary>
    Accept,
}
