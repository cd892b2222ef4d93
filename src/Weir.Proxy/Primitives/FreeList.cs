// Objects that are used again.
using System.Diagnostics.CodeAnalysis;

namespace Weir.Proxy.Primitives;

/// <summary>Gives out first what came back last, whose memory is still near. One is at hand without a look into the stack.</summary>
internal sealed class FreeList<T>
    where T : class
{
    private readonly Stack<T> _others = new();
    private T? _latest;

    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        item = _latest;
        if (item is null)
        {
            return _others.TryPop(out item);
        }

        _latest = null;
        return true;
    }

    public void Put(T item)
    {
        if (_latest is not null)
        {
            _others.Push(_latest);
        }

        _latest = item;
    }
}
