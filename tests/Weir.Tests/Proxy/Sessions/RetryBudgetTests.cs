// How many retries the traffic pays for, and how many savings outlast it.
using Shouldly;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class RetryBudgetTests
{
    private readonly RetryBudget _budget = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(99, 19)]
    [InlineData(100, 20)]
    public void A_fifth_of_the_requests_may_be_sent_again(long requests, int most) =>
        Pay(requests, underWay: 1_000).ShouldBe(most);

    [Fact]
    public void What_was_not_used_is_kept_for_all_that_runs_when_a_backend_dies_and_no_more()
    {
        Pay(1_000_000, underWay: 64).ShouldBe(64);
        Pay(1_000_000, underWay: 64).ShouldBe(0);
        Pay(1_000_010, underWay: 64).ShouldBe(2);
    }

    [Fact]
    public void Of_savings_beyond_what_ran_nothing_is_left()
    {
        _budget.TryPay(1_000_000, underWay: 2).ShouldBeTrue();
        Pay(1_000_000, underWay: 1_000).ShouldBe(1); // two were worth keeping, one is spent
    }

    [Fact]
    public void When_every_request_fails_one_in_five_goes_out_again()
    {
        int retries = 0;
        for (int request = 1; request <= 10_000; request++)
        {
            retries += _budget.TryPay(request, underWay: 64) ? 1 : 0;
        }

        retries.ShouldBe(2_000);
    }

    [Fact]
    public void What_was_not_earned_is_paid_later_and_three_at_most()
    {
        for (int i = 0; i < 10; i++)
        {
            _budget.Borrow(requests: 0);
        }

        Pay(15, underWay: 100).ShouldBe(0);
        Pay(20, underWay: 100).ShouldBe(1);
    }

    private int Pay(long requests, int underWay)
    {
        int paid = 0;
        while (paid < underWay && _budget.TryPay(requests, underWay))
        {
            paid++;
        }

        return paid;
    }
}
