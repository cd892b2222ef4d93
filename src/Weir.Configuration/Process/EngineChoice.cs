// A choice of the configuration: the I/O engine.

namespace Weir.Configuration.Process;

/// <summary>Which I/O engine the reactors use.</summary>
public enum EngineChoice
{
    /// <summary>io_uring where the kernel offers what is needed, else epoll.</summary>
    Auto,

    /// <summary>Readiness with epoll(7).</summary>
    Epoll,

    /// <summary>Completions with io_uring(7).</summary>
    IoUring,
}
