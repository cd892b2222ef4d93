// Addresses as they are shown and told apart.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", 80, "127.0.0.1:80", EndpointKind.Ip)]
    [InlineData("::1", 0, "[::1]:0", EndpointKind.Ip)]
    [InlineData("db", 5432, "db:5432", EndpointKind.HostName)]
    public void Host_and_port_are_joined(string host, int port, string text, EndpointKind kind)
    {
        EndpointAddress address = EndpointAddress.FromHostAndPort(host, port);

        (address.Text, address.Kind, address.Host, address.Port).ShouldBe((text, kind, host, port));
    }

    [Fact]
    public void A_path_is_marked_as_a_unix_socket() =>
        EndpointAddress.FromUnixPath("/run/a").Text.ShouldBe("unix:/run/a");

    [Fact]
    public void A_complete_name_keeps_its_dot_but_is_the_same_backend_and_the_same_host()
    {
        EndpointAddress complete = EndpointAddress.FromHostAndPort("api.example.com.", 80);

        complete.Text.ShouldBe("api.example.com.:80");
        complete.Host.ShouldBe("api.example.com."); // the resolver tries no search domain
        complete.Authority.ShouldBe("api.example.com:80");
        complete.Identity.ShouldBe(EndpointAddress.FromHostAndPort("API.example.com", 80).Identity);
    }

    [Fact]
    public void The_text_is_kept_as_written_and_the_identity_is_one_for_all_ways_to_write_it()
    {
        EndpointAddress full = EndpointAddress.FromHostAndPort("0:0:0:0:0:0:0:1", 80);

        full.Text.ShouldBe("[0:0:0:0:0:0:0:1]:80");
        full.Identity.ShouldBe(EndpointAddress.FromHostAndPort("::1", 80).Identity);
        EndpointAddress
            .FromHostAndPort("A", 80)
            .Identity.ShouldBe(EndpointAddress.FromHostAndPort("a", 80).Identity);
        EndpointAddress
            .FromUnixPath("/A")
            .Identity.ShouldNotBe(EndpointAddress.FromUnixPath("/a").Identity);
    }
}
