// How often silence is looked at.
using Shouldly;
using Weir.Proxy.Exchanges;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class IdleRulesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 0, 5)]
    [InlineData(0, 7, 7)]
    [InlineData(5, 7, 5)]
    [InlineData(7, 5, 5)]
    public void The_look_is_as_often_as_the_shorter_limit_of_those_there_are(
        long clientUs,
        long backendUs,
        long lookUs
    ) => new IdleRules(clientUs, backendUs, MinDataRate: 3).LookUs.ShouldBe(lookUs);
}
