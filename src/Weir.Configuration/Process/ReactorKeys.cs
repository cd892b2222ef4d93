// Keys of reactor. A change needs a restart.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Process;

/// <summary>Keys of reactor. A change needs a restart.</summary>
internal static class ReactorKeys
{
    public static readonly KeyTable<ReactorConfig> All = new("reactor", new ReactorConfig());

    public static readonly Key<ReactorConfig, int> Threads = All.Add(
        "threads",
        KeyTypes.Integer(0, Limits.MaxReactorThreads),
        r => r.Threads,
        (r, v) => r with { Threads = v },
        "0: one for each core.",
        KeyTraits.NeedsRestart
    );

    public static readonly Key<ReactorConfig, EngineChoice> Engine = All.Add(
        "engine",
        KeyTypes.Choice(
            ("auto", EngineChoice.Auto),
            ("epoll", EngineChoice.Epoll),
            ("io_uring", EngineChoice.IoUring)
        ),
        r => r.Engine,
        (r, v) => r with { Engine = v },
        "auto takes io_uring where the kernel has it whole (Linux 6.0), else epoll.",
        KeyTraits.NeedsRestart
    );

    public static readonly Key<ReactorConfig, long> MaxLag = All.Add(
        "maxLag",
        KeyTypes.DurationOrZero,
        r => r.MaxLagMs,
        (r, v) => r with { MaxLagMs = v },
        "While what is ready waits longer than this for its thread, new connections and up to half of the requests are turned away with 503; 0: never.",
        KeyTraits.NeedsRestart
    );
}
