// What backends are told of who asked.
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed class ForwardingTests
{
    private readonly Forwarding _policy = new("1.1 weir-1"u8.ToArray());

    [Theory]
    [InlineData(
        "192.0.2.1",
        false,
        "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a\r\n"
            + "Forwarded: for=192.0.2.1;host=\"a\";proto=http\r\nVia: 1.1 weir-1\r\nX-Request-Id: id-1\r\n"
    )]
    [InlineData(
        "2001:db8::1",
        true,
        "X-Forwarded-For: 2001:db8::1\r\nX-Forwarded-Host: a\r\n"
            + "Forwarded: for=\"[2001:db8::1]\";host=\"a\";proto=http\r\nVia: 1.1 weir-1\r\nX-Request-Id: id-1\r\n"
    )]
    public void The_head_that_goes_on_tells_of_the_client(
        string client,
        bool peerIsTrusted,
        string added
    )
    {
        var rig = new PolicyRig(
            "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n",
            client,
            peerIsTrusted
        );
        _policy.Apply(rig.Request, rig.Worker).ShouldBeNull();
        rig.Added.ShouldBe(added, StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void Who_came_by_a_protected_connection_asked_by_https()
    {
        var rig = new PolicyRig(security: new ChannelSecurity("TLSv1.3", "a suite", "a", null));
        _policy.Apply(rig.Request, rig.Worker).ShouldBeNull();
        rig.Added.ShouldContain("x-forwarded-proto: https\r\n", Case.Insensitive);
        rig.Added.ShouldContain("for=192.0.2.1;host=\"a\";proto=https\r\n");
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var rig = new PolicyRig();
        AllocatedBytes
            .Of(
                () =>
                {
                    rig.Request.Edits.Clear();
                    _policy.Apply(rig.Request, rig.Worker);
                },
                warmUp: 10,
                repetitions: 100
            )
            .ShouldBe(0);
    }
}
