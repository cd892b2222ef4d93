// The moves that one direction of a connection may make, after the state tables of h11.
using System.Runtime.CompilerServices;

namespace Weir.Protocol.Http1;

/// <summary>
/// <code>
/// from    to: Idle  Head  Body  Done  Broken
/// Idle         yes   yes    -     -     yes     first byte; a connection that ends between messages
/// Head         yes    -    yes    -     yes     Idle: the attempt was given up
/// Body         yes    -     -    yes    yes
/// Done         yes    -     -     -     yes     the next message on a persistent connection
/// Broken       yes    -     -     -      -      the next connection
/// </code>
/// </summary>
public static class Http1States
{
    private const byte Idle = 1 << (int)Http1State.Idle;
    private const byte Head = 1 << (int)Http1State.Head;
    private const byte Body = 1 << (int)Http1State.Body;
    private const byte Done = 1 << (int)Http1State.Done;
    private const byte Broken = 1 << (int)Http1State.Broken;

    // By the state it is in, where it may go.
    private static ReadOnlySpan<byte> Allowed =>
        [Idle | Head | Broken, Idle | Body | Broken, Idle | Done | Broken, Idle | Broken, Idle];

    public static bool CanMove(Http1State from, Http1State to) =>
        (Allowed[(int)from] >> (int)to & 1) != 0;

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidOperationException">The move is none; the message names both states.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(ref Http1State state, Http1State to)
    {
        if (!CanMove(state, to))
        {
            throw Illegal(state, to);
        }

        state = to;
    }

    private static InvalidOperationException Illegal(Http1State from, Http1State to) =>
        new($"a message went from {from} to {to}");
}
