// The changes that are kept.
using Shouldly;
using Weir.Admin;
using Weir.Admin.Traffic;
using Weir.Admin.Views.Live;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class ChangeLogTests
{
    [Fact]
    public void The_newest_come_first_and_the_oldest_go()
    {
        var control = new FakeControl();
        var log = new ChangeLog();
        for (int i = 0; i < ChangeLog.MaxChanges + 3; i++)
        {
            log.Add(BackendEventView.Of(control.Tcp, $"{i}", DateTimeOffset.UnixEpoch));
        }

        BackendEventView[] changes = log.Read();

        changes.Length.ShouldBe(ChangeLog.MaxChanges);
        changes[0].Reason.ShouldBe("102");
        changes[^1].Reason.ShouldBe("3");
    }

    [Fact]
    public void Acts_of_operators_are_kept_beside_and_bounded_too()
    {
        var log = new ChangeLog();
        for (int i = 0; i < ChangeLog.MaxActs + 3; i++)
        {
            log.Add(
                OperatorEventView.Of(
                    new OperatorAct("a", "reload", $"{i}"),
                    DateTimeOffset.UnixEpoch
                )
            );
        }

        OperatorEventView[] acts = log.ReadActs();

        acts.Length.ShouldBe(ChangeLog.MaxActs);
        acts[0].Reason.ShouldBe("102");
        acts[^1].Reason.ShouldBe("3");
        log.Read().ShouldBeEmpty();
    }

    [Fact]
    public void The_reason_of_a_backends_health_stays_until_another_comes_or_the_backend_leaves()
    {
        var control = new FakeControl();
        var key = new BackendKey("api", control.Tcp.Address);
        var log = new ChangeLog();
        BackendEventView Change(string? reason) =>
            BackendEventView.Of(control.Tcp, reason, DateTimeOffset.UnixEpoch);

        log.ReasonOf(key).ShouldBeNull();
        log.Add(Change("connect refused"));
        log.Add(Change(null));
        log.ReasonOf(key).ShouldBe("connect refused");
        log.Add(Change("answered 200"));
        log.ReasonOf(key).ShouldBe("answered 200");
        log.Add(Change(null), isRemoved: true);
        log.ReasonOf(key).ShouldBeNull();
    }
}
