// What a slot of the epoll reactor holds: a channel or a listener.
namespace Weir.Linux;

/// <summary>Takes readiness and turns of one descriptor. Called by its reactor's loop only.</summary>
internal interface IEpollTarget : ISlotTarget
{
    /// <summary>Notes readiness (EPOLLIN, EPOLLOUT …) and calls nobody: the whole batch is noted before anything of it is acted on.</summary>
    void OnEvents(uint events);

    /// <summary>Does what is ready and delivers its completions; comes once for each time that the target queued itself.</summary>
    void Visit();
}
