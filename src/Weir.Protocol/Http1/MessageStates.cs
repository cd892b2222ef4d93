// The transitions one message direction may make, after the state tables of h11.
namespace Weir.Protocol.Http1;

/// <summary>
/// <code>
/// from    to: Idle  Head  Body  Done  Broken
/// Idle         -    yes    -     -     yes     first byte; a connection that ends between messages
/// Head         -    yes   yes   yes    yes     again after an interim response; Done without a body
/// Body         -     -     -    yes    yes
/// Done        yes    -     -     -     yes     the next message on a persistent connection
/// Broken       -     -     -     -      -      final
/// </code>
/// </summary>
public static class MessageStates
{
    public static bool CanMove(MessageState from, MessageState to) =>
        (from, to) switch
        {
            (MessageState.Broken, _) => false,
            (_, MessageState.Broken) => true,
            (MessageState.Idle, MessageState.Head) => true,
            (MessageState.Head, MessageState.Head or MessageState.Body or MessageState.Done) =>
                true,
            (MessageState.Body, MessageState.Done) => true,
            (MessageState.Done, MessageState.Idle) => true,
            _ => false,
        };
}
