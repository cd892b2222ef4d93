// Fills entries of a ring's submission queue, one method for each operation in use. Owned by one reactor.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Linux.Native.Rings;

/// <summary>
/// The kernel takes entries in the order in which they were filled, so a close may follow operations on the same descriptor. Nothing
/// is submitted before the reactor enters the kernel.
/// </summary>
internal sealed unsafe class UringRequests(UringInstance uring)
{
    /// <summary>The mark of completions that nobody looks at.</summary>
    internal const ulong Ignored = ulong.MaxValue - 1;

    /// <summary>Operations whose last completion is still to come, but for those that nobody looks at.</summary>
    internal int UnderWay { get; private set; }

    /// <summary>Counts a completion off.</summary>
    internal void OnCompletion(in UringCqe completion) =>
        UnderWay -= completion.IsMoreToCome ? 0 : 1;

    /// <summary>send(2) from a pinned array, which belongs to the kernel until the completion.</summary>
    internal void Send(int fd, byte[] pinned, int offset, int count, ulong userData)
    {
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        ref UringSqe entry = ref Next(IoUring.IORING_OP_SEND, fd, userData);
        entry.Address = (ulong)(start + offset);
        entry.Length = (uint)count;
        entry.OperationFlags = Kernel.MSG_NOSIGNAL;
    }

    /// <summary>Receives into provided buffers, again and again until cancelled, ended or out of buffers.</summary>
    internal void ReceiveMany(int fd, ulong userData)
    {
        ref UringSqe entry = ref Next(IoUring.IORING_OP_RECV, fd, userData);
        entry.Flags = IoUring.IOSQE_BUFFER_SELECT;
        entry.IoPriority = IoUring.IORING_RECV_MULTISHOT;
        entry.BufferGroup = ProvidedBuffers.GroupId;
    }

    /// <summary>accept4(2), again and again until cancelled or failed.</summary>
    internal void AcceptMany(int fd, ulong userData)
    {
        ref UringSqe entry = ref Next(IoUring.IORING_OP_ACCEPT, fd, userData);
        entry.IoPriority = IoUring.IORING_ACCEPT_MULTISHOT;
        entry.OperationFlags = Kernel.SOCK_NONBLOCK | Kernel.SOCK_CLOEXEC;
    }

    /// <summary>Completes once, with the events in its result, when one of <paramref name="events"/> or an error is there.</summary>
    internal void Poll(int fd, uint events, ulong userData) =>
        Next(IoUring.IORING_OP_POLL_ADD, fd, userData).OperationFlags = InKernelOrder(events);

    /// <summary>As <see cref="Poll"/>, again and again.</summary>
    internal void PollMany(int fd, uint events, ulong userData)
    {
        ref UringSqe entry = ref Next(IoUring.IORING_OP_POLL_ADD, fd, userData);
        entry.Length = IoUring.IORING_POLL_ADD_MULTI;
        entry.OperationFlags = InKernelOrder(events);
    }

    /// <summary>Ends the operation of that mark; its own completion tells when.</summary>
    internal void Cancel(ulong target)
    {
        ref UringSqe entry = ref Next(IoUring.IORING_OP_ASYNC_CANCEL, -1, Ignored);
        entry.Address = target;
        uring.SkipSuccess(ref entry);
    }

    /// <summary>
    /// close(2) in its turn behind what was queued for the descriptor before. Closed right away, the number could go to another
    /// connection while entries that name it still wait to be submitted.
    /// </summary>
    internal void Close(int fd) =>
        uring.SkipSuccess(ref Next(IoUring.IORING_OP_CLOSE, fd, Ignored));

    // poll32_events: the halves change places on big-endian machines.
    private static uint InKernelOrder(uint events) =>
        BitConverter.IsLittleEndian ? events : (events << 16) | (events >> 16);

    private ref UringSqe Next(byte opcode, int fd, ulong userData)
    {
        ref UringSqe entry = ref uring.Next();
        UnderWay += userData < Ignored ? 1 : 0;
        entry.Opcode = opcode;
        entry.Fd = fd;
        entry.UserData = userData;
        return ref entry;
    }
}
