// Room for what each worker keeps of something that all of them share: it lives, and is forgotten, with the shared thing.
namespace Weir.Proxy.Backends;

/// <summary>One part for each worker, by the worker's number. A part is added and changed by its worker alone; any thread may read.</summary>
/// <typeparam name="T">The part.</typeparam>
public sealed class PerWorker<T>
    where T : class
{
    private T?[] _parts = [];

    /// <summary>The part of a worker that has added one.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public T this[int worker] =>
        Find(worker)
        ?? throw new InvalidOperationException($"worker {worker} keeps no {typeof(T).Name} here");

    /// <summary>The parts that there are.</summary>
    public IEnumerable<T> All => Volatile.Read(ref _parts).OfType<T>();

    public T? Find(int worker)
    {
        T?[] parts = Volatile.Read(ref _parts);
        return (uint)worker < (uint)parts.Length ? parts[worker] : null;
    }

    /// <summary>Adds a worker's part; others may add theirs at the same time.</summary>
    public void Add(int worker, T part)
    {
        while (true)
        {
            T?[] before = Volatile.Read(ref _parts);
            T?[] after = new T?[int.Max(before.Length, worker + 1)];
            before.CopyTo(after, 0);
            after[worker] = part;
            if (Interlocked.CompareExchange(ref _parts, after, before) == before)
            {
                return;
            }
        }
    }
}
