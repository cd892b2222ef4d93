// Who keeps a defect to the work in which it shows.
namespace Weir.Proxy.Io;

/// <summary>
/// An exception out of an owner's code is a defect of ours: what peers and the kernel do is told by values. It costs that owner and nobody
/// else. Implemented by whoever runs a reactor.
/// </summary>
public interface IDefectSink
{
    /// <summary>Ends what <paramref name="owner"/> stands for; false when it is nothing that could end by itself. A <paramref name="block"/> is
    /// what it was just given, and perhaps had no time to put away.</summary>
    bool TryContain(object owner, Exception defect, Block? block);
}
