// The kernel's structs have the kernel's sizes.
using System.Runtime.CompilerServices;
using Shouldly;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;
using Xunit;

namespace Weir.Tests.Linux.Native;

public sealed class StructSizeTests
{
    [Fact]
    public void Structs_are_as_large_as_the_kernels()
    {
        Unsafe.SizeOf<EpollEventPacked>().ShouldBe(12);
        Unsafe.SizeOf<EpollEventAligned>().ShouldBe(16);
        Unsafe.SizeOf<SockAddrIn>().ShouldBe(16);
        Unsafe.SizeOf<SockAddrIn6>().ShouldBe(28);
        Unsafe.SizeOf<SockAddrUn>().ShouldBe(110);
        Unsafe.SizeOf<SockAddr>().ShouldBe(128);
        Unsafe.SizeOf<LingerOption>().ShouldBe(8);
        Unsafe.SizeOf<RLimit>().ShouldBe(16);
    }

    [Fact]
    public void Structs_of_io_uring_are_as_large_as_the_kernels()
    {
        Unsafe.SizeOf<UringSqe>().ShouldBe(64);
        Unsafe.SizeOf<UringCqe>().ShouldBe(16);
        Unsafe.SizeOf<UringParams>().ShouldBe(120);
        Unsafe.SizeOf<UringSqOffsets>().ShouldBe(40);
        Unsafe.SizeOf<UringCqOffsets>().ShouldBe(40);
        Unsafe.SizeOf<UringBuffer>().ShouldBe(16);
        Unsafe.SizeOf<UringBufferRing>().ShouldBe(40);
        Unsafe.SizeOf<UringRingFd>().ShouldBe(16);
        Unsafe.SizeOf<UringWait>().ShouldBe(24);
        Unsafe.SizeOf<KernelTimespec>().ShouldBe(16);
    }
}
