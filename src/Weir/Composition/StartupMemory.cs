// Memory that only the start needed: half of what the native program has just begun with.
using Weir.Linux;

namespace Weir.Composition;

/// <summary>Reading a configuration, opening listeners and the admin API run much code once and leave garbage that no collection would look for as long as little is allocated.</summary>
internal static class StartupMemory
{
    /// <summary>How long after the start nothing of it runs any more.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    /// <summary>Collects the garbage and unmaps the code, of which what runs again comes back at once; takes a few milliseconds.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ProgramText.Release();
    }
}
