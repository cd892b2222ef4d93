// What a slot of the epoll reactor holds: a channel or a listener.
using Weir.Linux.Channels;

namespace Weir.Linux.Epoll;

/// <summary>Takes readiness of one descriptor. Called by its reactor's loop only.</summary>
internal interface IEpollTarget : ISlotTarget
{
    /// <summary>Notes readiness (EPOLLIN, EPOLLOUT …) and calls nobody: the whole batch is noted before anything of it is acted on.</summary>
    void OnEvents(uint events);
}
