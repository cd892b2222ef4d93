// Error numbers and what the proxy makes of them.
using Shouldly;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Linux.Native;

public sealed class ErrnoMapTests
{
    [Theory]
    [InlineData(0, IoStatus.Ok)]
    [InlineData(Errno.ECONNRESET, IoStatus.Reset)]
    [InlineData(Errno.EPIPE, IoStatus.Reset)]
    [InlineData(Errno.ENOTCONN, IoStatus.Reset)]
    [InlineData(Errno.ECONNREFUSED, IoStatus.Refused)]
    [InlineData(Errno.ENOENT, IoStatus.Refused)]
    [InlineData(Errno.ETIMEDOUT, IoStatus.TimedOut)]
    [InlineData(Errno.EHOSTUNREACH, IoStatus.Unreachable)]
    [InlineData(Errno.ENETUNREACH, IoStatus.Unreachable)]
    [InlineData(Errno.EADDRNOTAVAIL, IoStatus.Unreachable)]
    [InlineData(Errno.EMFILE, IoStatus.NoResources)]
    [InlineData(Errno.ENOMEM, IoStatus.NoResources)]
    [InlineData(Errno.EINVAL, IoStatus.Error)]
    public void Each_number_has_its_status(int errno, IoStatus status) =>
        ErrnoMap.ToStatus(errno).ShouldBe(status);

    [Fact]
    public void A_listener_goes_on_after_one_connections_fault_but_not_after_its_own()
    {
        ErrnoMap.IsOneConnectionsFault(Errno.ECONNABORTED).ShouldBeTrue();
        ErrnoMap.IsOneConnectionsFault(Errno.EPROTO).ShouldBeTrue();
        ErrnoMap.IsOneConnectionsFault(Errno.EMFILE).ShouldBeFalse();
        ErrnoMap.IsOneConnectionsFault(Errno.EINVAL).ShouldBeFalse();
    }
}
