// A log that cannot be written is told once, and so is the end of it.
using Shouldly;
using Weir.Logging;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class LogHealthTests
{
    private readonly List<string> _told = [];
    private readonly LogHealth _health;
    private long _nowMs;

    public LogHealthTests() => _health = new LogHealth(_told.Add);

    [Fact]
    public void A_trouble_is_told_once_however_often_it_is_met()
    {
        for (int i = 0; i < 1000; i++)
        {
            Set("disk full");
        }

        _told.ShouldBe(["the log: disk full"]);
        _health.Problems.ShouldBe(["the log: disk full"]);
    }

    [Fact]
    public void Its_end_is_told_and_known()
    {
        Set("disk full");
        Set(null);
        Set(null);
        _told.ShouldBe(["the log: disk full", "the log: it can be written again"]);
        _health.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void One_that_comes_and_goes_is_told_once_a_minute_and_known_always()
    {
        for (int i = 0; i < 100; i++)
        {
            Set("disk full");
            _health.Problems.Count.ShouldBe(1);
            Set(null);
            _health.Problems.ShouldBeEmpty();
            _nowMs += 100;
        }

        _told.Count.ShouldBe(2);
        _nowMs += 60_000;
        Set("disk full");
        _told.Count.ShouldBe(3);
    }

    [Fact]
    public void Another_reason_and_another_log_are_troubles_of_their_own()
    {
        Set("disk full");
        _health.Set("the access log", "no such directory", _nowMs);
        _told.ShouldBe(["the log: disk full", "the access log: no such directory"]);
        _health.Problems.Count.ShouldBe(2);
        Set(null);
        _health.Problems.ShouldBe(["the access log: no such directory"]);
    }

    [Fact]
    public void A_log_that_is_switched_off_has_no_trouble_and_nothing_is_said_of_it()
    {
        Set("disk full");
        _health.Forget("the log");
        _health.Problems.ShouldBeEmpty();
        _told.Count.ShouldBe(1);
    }

    private void Set(string? problem) => _health.Set("the log", problem, _nowMs);
}
