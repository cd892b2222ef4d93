// Objects of one worker that serve one connection after the other, so that a new connection costs the collector nothing.
using System.Diagnostics.CodeAnalysis;

namespace Weir.Proxy.Io;

/// <summary>
/// What ended in a turn is used again behind it, when nobody on the stack can still hold it. Behind a turn with a defect it is left to
/// the collector: nobody knows in what state it is.
/// </summary>
internal sealed class Spares<T>
    where T : class, IRecyclable
{
    // What a burst needed beyond it goes to the collector; connections that only come and go need a turn's worth.
    private const int MostKept = 1024;

    private readonly Stack<T> _spare = new();
    private readonly List<T> _ended = [];

    /// <summary>Those that wait for their next use.</summary>
    public IReadOnlyCollection<T> Waiting => _spare;

    public bool TryTake([NotNullWhen(true)] out T? spare) => _spare.TryPop(out spare);

    /// <summary>Takes back what has ended; its user knows it no more from the end of this turn on.</summary>
    public void Retire(T ended) => _ended.Add(ended);

    /// <summary>No user's code is on the stack.</summary>
    public void EndTurn(Reactor reactor, bool hadDefect)
    {
        foreach (T ended in _ended)
        {
            if (!hadDefect && _spare.Count < MostKept)
            {
                reactor.Run(ended, _spare, static (ended, spare) => Recycle(ended, spare));
            }
        }

        _ended.Clear();
    }

    private static void Recycle(T ended, Stack<T> spare)
    {
        ended.Recycle();
        spare.Push(ended);
    }
}
