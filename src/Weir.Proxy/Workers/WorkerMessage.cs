// What other threads may ask of a worker.
namespace Weir.Proxy.Workers;

/// <summary>One message to a worker.</summary>
internal readonly record struct WorkerMessage(
    WorkerMessageKind Kind,
    object? Payload = null,
    int Slot = 0,
    int Generation = 0
);
