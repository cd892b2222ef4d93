// Contains every defect, and says whose it was.
using Weir.Proxy.Io;

namespace Weir.Simulation.Contract;

public sealed class RecordingDefects : IDefectSink
{
    public List<object> Owners { get; } = [];

    public bool TryContain(object owner, Exception defect, Block? block)
    {
        Owners.Add(owner);
        return true;
    }
}
