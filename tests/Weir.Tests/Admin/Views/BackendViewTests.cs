// How backends are told.
using Shouldly;
using Weir.Admin.Views;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin.Views;

public sealed class BackendViewTests
{
    private readonly BackendState _backend = TestClusters.Build("api")[0].Backends[0];

    [Theory]
    [InlineData(AdminState.Ready, "ready")]
    [InlineData(AdminState.Drain, "drain")]
    [InlineData(AdminState.Maint, "maint")]
    public void States_have_the_names_of_the_commands(AdminState state, string name)
    {
        _backend.SetAdmin(state);
        BackendView.Of(_backend).State.ShouldBe(name);
    }

    [Fact]
    public void Health_goes_from_unknown_by_checks()
    {
        BackendView.Of(_backend).Health.ShouldBe("unknown");
        _backend.RecordCheck(success: true, "connected", 1);
        BackendView.Of(_backend).Health.ShouldBe("healthy");
        _backend.Health.MarkUnhealthy();
        BackendView.Of(_backend).Health.ShouldBe("unhealthy");
    }

    [Fact]
    public void The_last_check_is_null_before_the_first_and_then_a_time_in_utc()
    {
        BackendView before = BackendView.Of(_backend);
        (before.LastCheck, before.LastCheckOutcome).ShouldBe((null, null));

        _backend.RecordCheck(success: false, "refused", 1_700_000_000_123);
        BackendView after = BackendView.Of(_backend);
        (after.LastCheck, after.LastCheckOutcome).ShouldBe(
            ("2023-11-14T22:13:20.123Z", "never answered: refused")
        );
    }
}
