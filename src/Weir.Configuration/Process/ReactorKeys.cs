// Keys of reactor. A change needs a restart.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of reactor. A change needs a restart.</summary>
internal static class ReactorKeys
{
    public static readonly IntegerKey Threads = new(
        "threads",
        0,
        Limits.MaxReactorThreads,
        0,
        "0: one for each core."
    );

    public static readonly ChoiceKey<EngineChoice> Engine = new(
        "engine",
        ChoiceMaps.Engine,
        EngineChoice.Auto,
        "auto takes io_uring where the kernel has it whole (Linux 6.0), else epoll."
    );

    public static readonly DurationKey MaxLag = new(
        "maxLag",
        Defaults.MaxLagMs,
        true,
        "While what is ready waits longer than this for its thread, new connections and up to half of the requests are turned away with 503; 0: never."
    );

    public static readonly SectionKeys All = new("reactor", [Threads, Engine, MaxLag]);
}
