// The transition table, all 25 cells of it.
using Shouldly;
using Weir.Protocol.Http1;
using Xunit;

namespace Weir.Tests.Protocol.Http1;

public class MessageStatesTests
{
    [Theory]
    [InlineData(MessageState.Idle, "Head Broken")]
    [InlineData(MessageState.Head, "Head Body Done Broken")]
    [InlineData(MessageState.Body, "Done Broken")]
    [InlineData(MessageState.Done, "Idle Broken")]
    [InlineData(MessageState.Broken, "")]
    public void Only_the_listed_moves_are_allowed(MessageState from, string allowed)
    {
        IEnumerable<MessageState> moves = Enum.GetValues<MessageState>()
            .Where(to => MessageStates.CanMove(from, to));
        string.Join(' ', moves).ShouldBe(allowed);
    }
}
