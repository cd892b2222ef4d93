// What a listener needs of the reactor that it accepts for, whichever engine that is.
namespace Weir.Linux;

/// <summary>Implemented by both reactors.</summary>
internal interface IListenerHost
{
    long NowUs { get; }

    ReserveDescriptor Reserve { get; }

    /// <summary>Asks for a visit in this turn or the next.</summary>
    void Schedule(ulong token);

    /// <summary>Asks for <see cref="KernelListener.Resume"/> at its time.</summary>
    void Pause(KernelListener listener);
}
