// The only way one thread speaks to another: a bounded queue with many senders and one receiver.
using System.Collections.Concurrent;

namespace Weir.Proxy.Primitives;

/// <summary>Messages for one thread. Senders post from anywhere; only the owner receives. <paramref name="wake"/> rouses the owner's reactor.</summary>
public sealed class Mailbox<T>(int capacity, Action wake)
{
    private readonly ConcurrentQueue<T> _queue = new();
    private int _count;
    private int _roused;

    /// <summary>Posts a message, or returns false when the mailbox is full: the sender tries again later.</summary>
    public bool TryPost(T message)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        Enqueue(message);
        return true;
    }

    /// <summary>Posts a message that must not be lost (a snapshot, a drain): it is taken even by a full mailbox.</summary>
    public void Post(T message)
    {
        Interlocked.Increment(ref _count);
        Enqueue(message);
    }

    /// <summary>Owner only. Takes the oldest message.</summary>
    public bool TryReceive(out T message)
    {
        if (_queue.TryDequeue(out message!)) // not null when true
        {
            Interlocked.Decrement(ref _count);
            return true;
        }

        return false;
    }

    /// <summary>Owner only. Called before draining, so that a message posted from now on rouses again.</summary>
    // A full fence: were the store still on its way when the owner finds the queue empty, a sender could see itself roused
    // already, and its message would wait for the next one.
    public void BeginReceive() => Interlocked.Exchange(ref _roused, 0);

    /// <summary>True when nothing waits; a cheap look for the owner's loop.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    private void Enqueue(T message)
    {
        _queue.Enqueue(message);
        if (Interlocked.Exchange(ref _roused, 1) == 0)
        {
            wake();
        }
    }
}
