// What a reload changes, and what has to wait for a restart.

using Shouldly;
using Weir.Configuration;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class ConfigDiffTests
{
    private static WeirConfig Config(string members = "", string backends = SomeBackends) =>
        ReadFine($$"""{ {{SomeListener}}, {{backends}}, {{members}} }""");

    [Fact]
    public void The_same_file_changes_nothing()
    {
        ReloadPlan plan = ConfigDiff.PlanReload(Config(), Config(), FileName);

        plan.ChangesAnything.ShouldBeFalse();
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Most_of_it_applies_at_once()
    {
        WeirConfig read = Config(
            """ "loadBalancer": { "retries": 5 }, "admin": { "token": "new" } """
        );

        ReloadPlan plan = ConfigDiff.PlanReload(Config(), read, FileName);

        plan.ChangesAnything.ShouldBeTrue();
        plan.Warnings.ShouldBeEmpty();
        plan.InForce.ShouldBe(read);
    }

    [Fact]
    public void Reactors_and_the_admin_address_wait_for_a_restart()
    {
        WeirConfig read = Config(
            """ "reactor": { "threads": 2, "engine": "epoll" }, "admin": { "address": "127.0.0.1:9009" } """
        );

        ReloadPlan plan = ConfigDiff.PlanReload(Config(), read, FileName);

        plan.ChangesAnything.ShouldBeFalse();
        plan.InForce.ShouldBe(Config());
        plan.Warnings.Select(w => w.Path)
            .ShouldBe(["reactor.threads", "reactor.engine", "admin.address"]);
        plan.Warnings[0]
            .ToString()
            .ShouldBe(
                $"{FileName}: warning needs-restart: \"reactor.threads\" has changed, which takes effect after a restart"
            );
    }

    [Fact]
    public void An_address_beyond_loopback_that_has_to_stay_keeps_its_token()
    {
        WeirConfig running = Config(
            """ "admin": { "address": "0.0.0.0:9001", "token": "secret" } """
        );

        ReloadPlan plan = ConfigDiff.PlanReload(running, Config(), FileName);

        plan.InForce.Admin.ShouldBe(running.Admin);
    }

    [Fact]
    public void Configurations_and_their_parts_are_equal_by_value()
    {
        WeirConfig one = ReadFine(ConfigReaderTests.LongExample);
        WeirConfig same = ReadFine(ConfigReaderTests.LongExample);

        one.Equals(null).ShouldBeFalse();
        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same.GetHashCode());
        one.Listeners[0].ShouldBe(same.Listeners[0]);
        one.Listeners[0].GetHashCode().ShouldBe(same.Listeners[0].GetHashCode());
        one.Clusters[0].ShouldBe(same.Clusters[0]);
        one.Clusters[0].GetHashCode().ShouldBe(same.Clusters[0].GetHashCode());
        one.Admin.GetHashCode().ShouldBe(same.Admin.GetHashCode());
        one.Clusters[0]
            .HealthCheck.GetHashCode()
            .ShouldBe(same.Clusters[0].HealthCheck.GetHashCode());
        one.Clusters[0].ShouldNotBe(one.Clusters[0] with { Name = "x" });
        one.Clusters[0].ShouldNotBe(one.Clusters[0] with { Backends = one.Clusters[1].Backends });
        one.Listeners[0].ShouldNotBe(one.Listeners[0] with { Routes = [] });
        one.Admin.ShouldNotBe(one.Admin with { AllowedHosts = ["a"] });
    }

    [Fact]
    public void A_new_token_is_a_change_although_it_is_never_written() =>
        Config(""" "admin": { "token": "a" } """)
            .ShouldNotBe(Config(""" "admin": { "token": "b" } """));
}
