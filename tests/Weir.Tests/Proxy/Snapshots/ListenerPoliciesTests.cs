// Which policies a listener's keys ask for, and in which order they come.
using Shouldly;
using Weir.Proxy.Policies;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Policies;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class ListenerPoliciesTests
{
    private const string Upload = "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n";

    [Theory]
    [InlineData(0, false)]
    [InlineData(11, false)]
    [InlineData(10, true)]
    public void A_body_has_a_limit_where_one_is_set(long most, bool isRefused)
    {
        var rig = new PolicyRig(Upload);
        (Compile(most).Apply(rig.Request, rig.Worker) == BodyLimit.TooLarge).ShouldBe(isRefused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Backends_are_told_of_the_client_through_this_listener(long most)
    {
        var rig = new PolicyRig();
        Compile(most).Apply(rig.Request, rig.Worker).ShouldBeNull();
        rig.Added.ShouldContain("via: 1.1 weir-1\r\n", Case.Insensitive);
    }

    [Fact]
    public void A_late_thread_sheds_before_it_looks_further()
    {
        PolicyRig rig = new PolicyRig(Upload).Late();
        PolicyChain chain = Compile(10);
        PolicyRefusal?[] told =
        [
            .. Enumerable.Range(0, 4).Select(_ => chain.Apply(rig.Request, rig.Worker)),
        ];
        told.Count(r => r == LoadShedding.Overloaded).ShouldBe(2);
        told.Count(r => r == BodyLimit.TooLarge).ShouldBe(2);
    }

    private static PolicyChain Compile(long most) =>
        ListenerPolicies.Compile(
            Listeners.Http(l => l with { MaxBodyBytes = most }).Config,
            "weir-1"u8.ToArray()
        );
}
