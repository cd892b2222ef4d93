// The small buffers that multishot receives take their bytes into, and their ring (io_uring_register(2), IORING_REGISTER_PBUF_RING).

using Weir.Configuration;

namespace Weir.Linux.Native.Rings;

/// <summary>
/// Buffers of one reactor. The kernel takes the next one when bytes are there, so a connection that waits holds none. Few go round at
/// first, which keeps them in cache; each time the kernel runs out, as many again join.
/// </summary>
internal sealed unsafe class ProvidedBuffers : IDisposable
{
    internal const ushort GroupId = 0;

    private const int FirstCount = 256;
    private const uint Mask = Limits.UringBuffers - 1;

    private readonly nint _memory;
    private readonly nint _ring;
    private readonly int[] _counts = new int[Limits.UringBuffers];
    private readonly int[] _next = new int[Limits.UringBuffers];
    private ushort _tail;
    private int _known;

    private ProvidedBuffers(nint memory, nint ring)
    {
        _memory = memory;
        _ring = ring;
    }

    private static nuint MemoryBytes => (nuint)Limits.UringBuffers * Limits.UringBufferBytes;

    private static nuint RingBytes => (nuint)Limits.UringBuffers * (nuint)sizeof(UringBuffer);

    /// <summary>Registers a ring of buffers; null when the kernel does not take it.</summary>
    internal static ProvidedBuffers? TryRegister(UringInstance uring)
    {
        nint memory = Map(MemoryBytes);
        nint ring = Map(RingBytes);
        UringBufferRing registration = new()
        {
            RingAddress = (ulong)ring,
            RingEntries = Limits.UringBuffers,
            GroupId = GroupId,
        };
        var buffers = new ProvidedBuffers(memory, ring);
        if (
            memory == -1
            || ring == -1
            || uring.Register(IoUring.IORING_REGISTER_PBUF_RING, &registration, 1) < 0
        )
        {
            buffers.Dispose();
            return null;
        }

        buffers.Add(FirstCount);
        return buffers;
    }

    /// <summary>Lets more buffers go round; false when all do.</summary>
    internal bool TryGrow()
    {
        bool canGrow = _known < Limits.UringBuffers;
        Add(int.Min(_known, Limits.UringBuffers - _known));
        return canGrow;
    }

    /// <summary>Buffers that the kernel filled and that have not come back yet.</summary>
    internal int FilledCount { get; private set; }

    /// <summary>Notes how much the kernel put into a buffer.</summary>
    internal void SetCount(int id, int count)
    {
        _counts[id] = count;
        FilledCount++;
    }

    internal int CountOf(int id) => _counts[id];

    /// <summary>Which buffer follows in a connection's backlog.</summary>
    internal ref int NextOf(int id) => ref _next[id];

    internal ReadOnlySpan<byte> Bytes(int id) => new(Address(id), _counts[id]);

    /// <summary>Gives a filled buffer back to the kernel.</summary>
    internal void TakeBack(int id)
    {
        FilledCount--;
        Provide(id);
    }

    /// <summary>Lets the kernel have a buffer.</summary>
    internal void Provide(int id)
    {
        UringBuffer* entry = (UringBuffer*)_ring + (_tail & Mask);
        entry->Address = (ulong)Address(id);
        entry->Length = Limits.UringBufferBytes;
        entry->Id = (ushort)id;
        _tail++;
        Volatile.Write(ref ((UringBuffer*)_ring)->Tail, _tail);
    }

    public void Dispose()
    {
        Unmap(_memory, MemoryBytes);
        Unmap(_ring, RingBytes);
    }

    private void Add(int count)
    {
        for (; count > 0; count--)
        {
            Provide(_known++);
        }
    }

    private byte* Address(int id) => (byte*)_memory + ((nint)id * Limits.UringBufferBytes);

    private static nint Map(nuint bytes) =>
        Libc.MMap(
            0,
            bytes,
            IoUring.PROT_READ | IoUring.PROT_WRITE,
            IoUring.MAP_PRIVATE | IoUring.MAP_ANONYMOUS,
            -1,
            0
        );

    private static void Unmap(nint address, nuint bytes)
    {
        if (address != -1)
        {
            _ = Libc.MUnmap(address, bytes);
        }
    }
}
