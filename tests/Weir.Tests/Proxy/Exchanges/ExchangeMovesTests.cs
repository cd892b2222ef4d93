// The transition table, all 121 cells of it.
using Shouldly;
using Weir.Proxy.Exchanges;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeMovesTests
{
    private static readonly ExchangeStep[] s_steps = Enum.GetValues<ExchangeStep>();

    [Theory]
    [InlineData("Head", "Pick Fail Ended")]
    [InlineData("Pick", "Queue Acquire Send Fail Ended")]
    [InlineData("Queue", "Acquire Fail Ended")]
    [InlineData("Acquire", "Pick Send Fail Ended")]
    [InlineData("Send", "Await Fail Ended")]
    [InlineData("Await", "Pick Acquire Stream Fail Ended")]
    [InlineData("Stream", "Tunnel Fail Ended")]
    [InlineData("Tunnel", "Ended")]
    [InlineData("Fail", "Stream Fail Cut Ended")]
    [InlineData("Cut", "Ended")]
    [InlineData("Ended", "")]
    public void Only_the_listed_moves_are_allowed_and_all_of_those(string from, string allowed)
    {
        s_steps.Length.ShouldBe(11);
        ExchangeStep step = Enum.Parse<ExchangeStep>(from);
        string.Join(' ', s_steps.Where(to => ExchangeMoves.Allows(step, to))).ShouldBe(allowed);
        string.Join(' ', s_steps.Where(to => IsMade(step, to))).ShouldBe(allowed);
    }

    [Fact]
    public void An_illegal_move_names_both_steps() =>
        Should
            .Throw<InvalidOperationException>(() =>
                ExchangeMoves.Move(ExchangeStep.Tunnel, ExchangeStep.Await)
            )
            .Message.ShouldBe("an exchange went from Tunnel to Await");

    private static bool IsMade(ExchangeStep from, ExchangeStep to)
    {
        try
        {
            ExchangeMoves.Move(from, to).ShouldBe(to);
            return true;
        }
        catch (InvalidOperationException illegal)
        {
            illegal.Message.ShouldBe($"an exchange went from {from} to {to}");
            return false;
        }
    }
}
