// The scaling section, and the target of a cluster.
using Shouldly;
using Weir.Configuration.Process;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Process;

public sealed class ScalingReaderTests
{
    [Fact]
    public void It_is_off_unless_an_address_is_given()
    {
        ReadFine(WithRoot(""" "scaling": {} """)).Scaling.ShouldBe(new ScalingConfig());
        ReadFine(WithScaling("\"address\": \"off\"")).Scaling.Address.ShouldBeNull();
        ScalingConfig given = ReadFine(
            WithScaling("\"address\": \"0.0.0.0:9002\", \"window\": \"5m\"")
        ).Scaling;
        given.Address.ShouldNotBeNull().Text.ShouldBe("0.0.0.0:9002");
        given.WindowMs.ShouldBe(300_000);
    }

    [Fact]
    public void An_address_is_checked_like_any_other()
    {
        ReadError(WithScaling("\"address\": §\"9002\""), "bad-address");
        ReadError(WithScaling("\"address\": §\"127.0.0.1:9001\""), "duplicate-address");
        ReadError(WithScaling("\"window\": §0"), "out-of-range");
    }

    [Fact]
    public void A_target_above_the_limit_is_never_reached()
    {
        ReadWarning(
            WithLoadBalancer("\"maxConnections\": 10, \"targetConcurrency\": §11"),
            "high-target"
        );
        ReadFine(WithLoadBalancer("\"maxConnections\": 10, \"targetConcurrency\": 10"))
            .Clusters[0]
            .TargetConcurrency.ShouldBe(10);
    }

    private static string WithScaling(string members) =>
        WithRoot($$""" "scaling": { {{members}} } """);
}
