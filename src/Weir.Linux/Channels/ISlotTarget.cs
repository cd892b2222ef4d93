// What a slot table numbers: a channel or a listener of an engine.
namespace Weir.Linux.Channels;

/// <summary>Named by tokens, see <see cref="SlotTable"/>.</summary>
internal interface ISlotTarget
{
    /// <summary>Does what is due and delivers its completions; comes once for each time that the target queued itself.</summary>
    void Visit();

    /// <summary>When to look at its lingering close again; 0 when it is over.</summary>
    long LingerUntilUs(long nowUs) => 0;

    /// <summary>Closes without any callback; its time is over or the reactor is going away.</summary>
    void Abandon();
}
