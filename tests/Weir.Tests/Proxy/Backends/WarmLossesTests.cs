// When a backend that closes unused connections is left alone, and for how long.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class WarmLossesTests
{
    private const long Second = 1_000_000;

    private readonly WarmLosses _losses = new();

    [Fact]
    public void The_third_in_a_row_begins_a_pause_of_ten_minutes_and_afterwards_it_takes_three_again()
    {
        Lose(openedAt: 1, lostAt: 11).ShouldBeFalse();
        Lose(openedAt: 12, lostAt: 22).ShouldBeFalse();
        _losses.IsPaused.ShouldBeFalse();
        Lose(openedAt: 23, lostAt: 33).ShouldBeTrue();
        _losses.IsPaused.ShouldBeTrue();
        Lose(openedAt: 34, lostAt: 44).ShouldBeFalse("it is told once");

        _losses.Tick((33 + 599) * Second);
        _losses.IsPaused.ShouldBeTrue();
        _losses.Tick((33 + 600) * Second);
        _losses.IsPaused.ShouldBeFalse();
        Lose(openedAt: 700, lostAt: 710).ShouldBeFalse();
        Lose(openedAt: 711, lostAt: 721).ShouldBeFalse();
        Lose(openedAt: 722, lostAt: 732).ShouldBeTrue();
    }

    [Fact]
    public void All_that_a_restart_closes_count_as_one()
    {
        for (int i = 0; i < 10; i++)
        {
            Lose(openedAt: i, lostAt: 60).ShouldBeFalse();
        }

        Lose(openedAt: 61, lostAt: 70).ShouldBeFalse();
        Lose(openedAt: 71, lostAt: 80).ShouldBeTrue();
    }

    [Fact]
    public void A_client_that_found_one_ends_the_row()
    {
        for (int i = 0; i < 10; i++)
        {
            Lose(openedAt: 10 * i, lostAt: (10 * i) + 1).ShouldBeFalse();
            Lose(openedAt: (10 * i) + 2, lostAt: (10 * i) + 3).ShouldBeFalse();
            _losses.EndRow();
        }
    }

    [Fact]
    public void The_row_is_far_below_what_makes_mysql_lock_its_peer_out() =>
        Limits.MaxWarmLosses.ShouldBeLessThan(100 / 10); // max_connect_errors, and ten connections at once

    private bool Lose(long openedAt, long lostAt) =>
        _losses.OnLost(openedAt * Second, lostAt * Second);
}
