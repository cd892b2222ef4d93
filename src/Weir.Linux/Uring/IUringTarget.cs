// What a slot of the io_uring reactor holds: a channel or a listener.
using Weir.Linux.Channels;
using Weir.Linux.Native.Rings;

namespace Weir.Linux.Uring;

/// <summary>Takes completions of one descriptor. Called by its reactor's loop only.</summary>
internal interface IUringTarget : ISlotTarget
{
    /// <summary>Notes what came of an operation and calls nobody: the whole batch is noted before anything of it is acted on.</summary>
    void OnCompletion(UringOperation operation, in UringCqe completion);
}
