// The transition table, all 25 cells of it.
using Shouldly;
using Weir.Protocol.Http1;
using Xunit;

namespace Weir.Tests.Protocol.Http1;

public class Http1StatesTests
{
    [Theory]
    [InlineData(Http1State.Idle, "Idle Head Broken")]
    [InlineData(Http1State.Head, "Idle Body Broken")]
    [InlineData(Http1State.Body, "Idle Done Broken")]
    [InlineData(Http1State.Done, "Idle Broken")]
    [InlineData(Http1State.Broken, "Idle")]
    public void Only_the_listed_moves_are_allowed(Http1State from, string allowed)
    {
        IEnumerable<Http1State> moves = Enum.GetValues<Http1State>()
            .Where(to => Http1States.CanMove(from, to));
        string.Join(' ', moves).ShouldBe(allowed);
    }

    [Theory]
    [InlineData(Http1State.Idle, Http1State.Head)]
    [InlineData(Http1State.Body, Http1State.Done)]
    public void An_allowed_move_is_made(Http1State from, Http1State to)
    {
        Http1State state = from;
        Http1States.Move(ref state, to);
        state.ShouldBe(to);
    }

    [Fact]
    public void An_illegal_move_names_both_states_and_is_not_made()
    {
        Http1State state = Http1State.Done;
        Should
            .Throw<InvalidOperationException>(() => Http1States.Move(ref state, Http1State.Body))
            .Message.ShouldBe("a message went from Done to Body");
        state.ShouldBe(Http1State.Done);
    }
}
