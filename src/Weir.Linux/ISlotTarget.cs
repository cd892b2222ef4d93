// What a slot table numbers: a channel or a listener of an engine.
namespace Weir.Linux;

/// <summary>Named by tokens, see <see cref="SlotTable{TTarget}"/>.</summary>
internal interface ISlotTarget
{
    /// <summary>Closes without any callback; its time is over or the reactor is going away.</summary>
    void Abandon();
}
