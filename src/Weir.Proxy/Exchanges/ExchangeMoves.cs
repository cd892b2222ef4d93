// The moves that an exchange may make from step to step.
using System.Runtime.CompilerServices;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// <code>
/// from      to
/// Head      Pick, Fail, Ended                      a head that cannot be read fails; a client that leaves ends it
/// Pick      Queue, Acquire, Send, Fail, Ended      Send: the client has an authenticated connection already; Ended: a defect
/// Queue     Acquire, Fail, Ended
/// Acquire   Pick, Send, Fail, Ended                Pick: the connect failed
/// Send      Await, Fail, Ended                     Ended: a defect
/// Await     Pick, Acquire, Stream, Fail, Ended     Pick, Acquire: the connection died before it answered
/// Stream    Tunnel, Fail, Ended
/// Tunnel    Ended
/// Fail      Stream, Cut, Fail, Ended               Stream: an answer of our own; Fail: the client leaves meanwhile
/// Cut       Ended
/// </code>
/// </summary>
internal static class ExchangeMoves
{
    private const ushort Pick = 1 << (int)ExchangeStep.Pick;
    private const ushort Queue = 1 << (int)ExchangeStep.Queue;
    private const ushort Acquire = 1 << (int)ExchangeStep.Acquire;
    private const ushort Send = 1 << (int)ExchangeStep.Send;
    private const ushort Await = 1 << (int)ExchangeStep.Await;
    private const ushort Stream = 1 << (int)ExchangeStep.Stream;
    private const ushort Tunnel = 1 << (int)ExchangeStep.Tunnel;
    private const ushort Fail = 1 << (int)ExchangeStep.Fail;
    private const ushort Cut = 1 << (int)ExchangeStep.Cut;
    private const ushort Ended = 1 << (int)ExchangeStep.Ended;

    // By the step it is at, where it may go.
    private static readonly ushort[] s_allowed =
    [
        /* Head    */Pick | Fail | Ended,
        /* Pick    */Queue | Acquire | Send | Fail | Ended,
        /* Queue   */Acquire | Fail | Ended,
        /* Acquire */Pick | Send | Fail | Ended,
        /* Send    */Await | Fail | Ended,
        /* Await   */Pick | Acquire | Stream | Fail | Ended,
        /* Stream  */Tunnel | Fail | Ended,
        /* Tunnel  */Ended,
        /* Fail    */Stream | Cut | Fail | Ended,
        /* Cut     */Ended,
        /* Ended   */0,
    ];

    /// <summary>Whether an exchange may go from one step to the other.</summary>
    public static bool Allows(ExchangeStep from, ExchangeStep to) =>
        (s_allowed[(int)from] >> (int)to & 1) != 0;

    /// <summary>The step after, once it is known to be one that may follow.</summary>
    /// <exception cref="InvalidOperationException">It may not; the message names both.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExchangeStep Move(ExchangeStep from, ExchangeStep to) =>
        Allows(from, to) ? to : throw Illegal(from, to);

    private static InvalidOperationException Illegal(ExchangeStep from, ExchangeStep to) =>
        new($"an exchange went from {from} to {to}");
}
