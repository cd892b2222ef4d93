// Socket addresses on their way to the kernel and back.
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shouldly;
using Weir.Linux.Native;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Linux.Native;

public sealed class SockAddrTests
{
    [Theory]
    [InlineData("127.0.0.1", 1)]
    [InlineData("203.0.113.200", 65535)]
    [InlineData("::1", 443)]
    [InlineData("2001:db8::ff00:42:8329", 9000)]
    public void An_address_survives_the_round_trip(string text, int port)
    {
        SocketEndpoint endpoint = SocketEndpoint.FromAddress(IPAddress.Parse(text), port);
        SockAddr address = default;

        address.TrySet(endpoint, out uint length).ShouldBeTrue();

        address.ToEndpoint(length).ShouldBe(endpoint);
    }

    [Fact]
    public void An_IPv4_address_lies_in_memory_as_the_kernel_reads_it()
    {
        SockAddr address = default;
        SocketEndpoint endpoint = SocketEndpoint.FromAddress(IPAddress.Parse("1.2.3.4"), 0x1F90);
        address.TrySet(endpoint, out uint length).ShouldBeTrue();

        length.ShouldBe(16u);
        BytesOf(ref address)[2..8].ToArray().ShouldBe(new byte[] { 0x1F, 0x90, 1, 2, 3, 4 });
    }

    [Fact]
    public void A_mapped_address_becomes_IPv4()
    {
        SockAddr address = default;
        address
            .TrySet(SocketEndpoint.FromAddress(IPAddress.Parse("::1"), 80), out uint length)
            .ShouldBeTrue();
        IPAddress.Parse("::ffff:10.1.2.3").GetAddressBytes().CopyTo(BytesOf(ref address)[8..]);

        address
            .ToEndpoint(length)
            .ShouldBe(SocketEndpoint.FromAddress(IPAddress.Parse("10.1.2.3"), 80));
    }

    [Fact]
    public void A_unix_path_fits_up_to_107_bytes()
    {
        SockAddr address = default;
        SocketEndpoint longest = SocketEndpoint.FromUnixPath("/" + new string('p', 106));
        address.TrySet(longest, out uint length).ShouldBeTrue();
        length.ShouldBe(110u);
        address.ToEndpoint(length).ShouldBe(longest);

        address
            .TrySet(SocketEndpoint.FromUnixPath("/" + new string('p', 107)), out _)
            .ShouldBeFalse();
        address.TrySet(SocketEndpoint.FromUnixPath(""), out _).ShouldBeFalse();
        address.TrySet(default, out _).ShouldBeFalse();
    }

    private static Span<byte> BytesOf(ref SockAddr address) =>
        MemoryMarshal.CreateSpan(
            ref Unsafe.As<SockAddr, byte>(ref address),
            Unsafe.SizeOf<SockAddr>()
        );
}
