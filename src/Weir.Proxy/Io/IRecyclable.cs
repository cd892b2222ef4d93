// What can be used again.
namespace Weir.Proxy.Io;

/// <summary>Kept in <see cref="Spares{T}"/> between two uses.</summary>
internal interface IRecyclable
{
    /// <summary>Forgets its last use: it is as one newly made. An exception, where it still holds what is not its own, keeps it from being used again.</summary>
    void Recycle();
}
