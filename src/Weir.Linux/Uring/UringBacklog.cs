// Provided buffers that a multishot receive filled and nobody has taken yet, in order. Part of a channel's input.
using Weir.Linux.Native.Rings;

namespace Weir.Linux.Uring;

/// <summary>A chain of buffer ids; the links lie with the buffers, so that a chain of any length allocates nothing.</summary>
internal struct UringBacklog
{
    private int _first;
    private int _last;
    private int _taken; // bytes of the first buffer that were copied already

    internal int Count { get; private set; }

    internal void Add(ProvidedBuffers buffers, int id, int count)
    {
        buffers.SetCount(id, count);
        if (Count++ == 0)
        {
            _first = id;
        }
        else
        {
            buffers.NextOf(_last) = id;
        }

        _last = id;
    }

    /// <summary>Copies as much as fits, gives emptied buffers back to the kernel, and returns the bytes copied.</summary>
    internal int MoveTo(ProvidedBuffers buffers, Span<byte> target)
    {
        int moved = 0;
        while (Count > 0 && moved < target.Length)
        {
            ReadOnlySpan<byte> left = buffers.Bytes(_first)[_taken..];
            int count = int.Min(left.Length, target.Length - moved);
            left[..count].CopyTo(target[moved..]);
            moved += count;
            Advance(buffers, count, left.Length);
        }

        return moved;
    }

    /// <summary>Writes as much into a pipe as it holds, gives emptied buffers back to the kernel, and returns the bytes written; -errno
    /// when none could be.</summary>
    internal int MoveTo(ProvidedBuffers buffers, KernelPipe pipe)
    {
        int moved = 0;
        while (Count > 0)
        {
            ReadOnlySpan<byte> left = buffers.Bytes(_first)[_taken..];
            int count = pipe.Write(left);
            if (count <= 0)
            {
                return moved > 0 ? moved : count;
            }

            moved += count;
            Advance(buffers, count, left.Length);
        }

        return moved;
    }

    /// <summary>Gives all buffers back to the kernel and returns the bytes thrown away.</summary>
    internal long Clear(ProvidedBuffers? buffers)
    {
        long thrown = 0;
        while (Count > 0)
        {
            thrown += buffers!.CountOf(_first) - _taken; // there are buffers when some were filled
            RemoveFirst(buffers);
        }

        return thrown;
    }

    private void Advance(ProvidedBuffers buffers, int count, int left)
    {
        _taken += count;
        if (count == left)
        {
            RemoveFirst(buffers);
        }
    }

    private void RemoveFirst(ProvidedBuffers buffers)
    {
        int id = _first;
        _first = buffers.NextOf(id);
        _taken = 0;
        Count--;
        buffers.TakeBack(id);
    }
}
