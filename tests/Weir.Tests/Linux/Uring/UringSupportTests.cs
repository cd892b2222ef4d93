// Why io_uring cannot be had, in words that name the remedy.
using Shouldly;
using Weir.Linux.Native;
using Weir.Linux.Uring;
using Xunit;

namespace Weir.Tests.Linux.Uring;

public sealed class UringSupportTests
{
    [Theory]
    [InlineData(Errno.ENOSYS, "0", "Linux 5.11")]
    [InlineData(Errno.EPERM, "2", "kernel.io_uring_disabled to 0")]
    [InlineData(Errno.EPERM, "1", "kernel.io_uring_group")]
    [InlineData(Errno.EPERM, "0", "seccomp")]
    [InlineData(Errno.EACCES, "0", "seccomp")]
    [InlineData(Errno.ENOMEM, "0", "RLIMIT_MEMLOCK")]
    [InlineData(Errno.EMFILE, "0", "descriptor")]
    [InlineData(Errno.EINVAL, "0", "errno 22")]
    public void Each_refusal_names_its_remedy(int errno, string disabled, string expected) =>
        UringSupport.ReasonOf(errno, disabled).ShouldContain(expected);

    [Fact]
    public void The_probe_agrees_with_the_reactor()
    {
        UringSupport support = UringSupport.Probe();

        Func<UringReactor> open = () => new UringReactor(new(1024, 1));

        if (support.WhyNot is null)
        {
            using UringReactor reactor = open();
            (reactor.Buffers is not null).ShouldBe(support.HasMultishot);
        }
        else
        {
            Should.Throw<IOException>(open).Message.ShouldContain(support.WhyNot);
        }
    }
}
