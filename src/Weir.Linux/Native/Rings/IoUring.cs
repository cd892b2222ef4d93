// Numbers of the kernel's io_uring interface, equal on x64 and arm64.
namespace Weir.Linux.Native.Rings;

/// <summary>Names as in linux/io_uring.h, io_uring_setup(2), io_uring_enter(2) and io_uring_register(2).</summary>
internal static class IoUring
{
    internal const int SYS_io_uring_setup = 425;
    internal const int SYS_io_uring_enter = 426;
    internal const int SYS_io_uring_register = 427;

    internal const uint IORING_SETUP_CQSIZE = 1 << 3;
    internal const uint IORING_SETUP_CLAMP = 1 << 4;
    internal const uint IORING_SETUP_R_DISABLED = 1 << 6;
    internal const uint IORING_SETUP_SUBMIT_ALL = 1 << 7;
    internal const uint IORING_SETUP_COOP_TASKRUN = 1 << 8;
    internal const uint IORING_SETUP_SINGLE_ISSUER = 1 << 12;
    internal const uint IORING_SETUP_DEFER_TASKRUN = 1 << 13;

    internal const uint IORING_FEAT_SINGLE_MMAP = 1 << 0;
    internal const uint IORING_FEAT_NODROP = 1 << 1;
    internal const uint IORING_FEAT_FAST_POLL = 1 << 5;
    internal const uint IORING_FEAT_EXT_ARG = 1 << 8;
    internal const uint IORING_FEAT_CQE_SKIP = 1 << 11;

    internal const uint IORING_ENTER_GETEVENTS = 1 << 0;
    internal const uint IORING_ENTER_EXT_ARG = 1 << 3;
    internal const uint IORING_ENTER_REGISTERED_RING = 1 << 4;

    internal const int IORING_REGISTER_ENABLE_RINGS = 12;
    internal const int IORING_REGISTER_RING_FDS = 20;
    internal const int IORING_REGISTER_PBUF_RING = 22;

    internal const nint IORING_OFF_SQ_RING = 0;
    internal const nint IORING_OFF_SQES = 0x10000000;

    internal const byte IORING_OP_POLL_ADD = 6;
    internal const byte IORING_OP_ACCEPT = 13;
    internal const byte IORING_OP_ASYNC_CANCEL = 14;
    internal const byte IORING_OP_CLOSE = 19;
    internal const byte IORING_OP_SEND = 26;
    internal const byte IORING_OP_RECV = 27;

    internal const byte IOSQE_BUFFER_SELECT = 1 << 5;
    internal const byte IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

    internal const uint IORING_POLL_ADD_MULTI = 1 << 0;
    internal const ushort IORING_RECV_MULTISHOT = 1 << 1;
    internal const ushort IORING_ACCEPT_MULTISHOT = 1 << 0;

    internal const uint IORING_CQE_F_BUFFER = 1 << 0;
    internal const uint IORING_CQE_F_MORE = 1 << 1;
    internal const int IORING_CQE_BUFFER_SHIFT = 16;

    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;
    internal const int MAP_PRIVATE = 2;
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_POPULATE = 0x8000;
}
