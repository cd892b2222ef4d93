// Which I/O engine the reactors run on, and why. Chosen once at start.
using Weir.Configuration.Process;
using Weir.Linux.Epoll;
using Weir.Linux.Uring;
using Weir.Proxy.Io;

namespace Weir.Composition;

/// <summary>The choice that the configuration and the kernel make together.</summary>
/// <param name="IsUring">io_uring, else epoll.</param>
/// <param name="Reason">For the log.</param>
internal sealed record ReactorEngine(bool IsUring, string Reason)
{
    public string Name => IsUring ? "io_uring" : "epoll";

    /// <summary>Null, with the reason and the remedy, when io_uring is asked for and cannot be had.</summary>
    public static ReactorEngine? Choose(
        EngineChoice choice,
        UringSupport uring,
        out string? problem
    )
    {
        problem = null;
        switch (choice)
        {
            case EngineChoice.Epoll:
                return new(IsUring: false, "configured");
            case EngineChoice.IoUring when uring.WhyNot is null:
                return new(IsUring: true, "configured");
            case EngineChoice.IoUring:
                problem =
                    $"reactor.engine: io_uring cannot be used: {uring.WhyNot}; or set reactor.engine to auto or epoll";
                return null;
            default:
                return Best(uring);
        }
    }

    public Reactor NewReactor(BlockPool blocks) =>
        IsUring ? new UringReactor(blocks) : new EpollReactor(blocks);

    // What makes io_uring cheaper is its multishot operations (docs/adr/0014).
    private static ReactorEngine Best(UringSupport uring) =>
        uring switch
        {
            { WhyNot: { } whyNot } => new(IsUring: false, $"io_uring cannot be used: {whyNot}"),
            { HasMultishot: false } => new(
                IsUring: false,
                "this kernel's io_uring has no multishot operations (Linux 6.0)"
            ),
            _ => new(IsUring: true, "this kernel has io_uring with multishot operations"),
        };
}
