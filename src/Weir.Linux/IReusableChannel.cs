// A channel object of an engine, which serves one connection after the other.
namespace Weir.Linux;

/// <summary>What <see cref="Turns{TTarget, TChannel}"/> asks of it.</summary>
internal interface IReusableChannel
{
    /// <summary>Names it and its present connection.</summary>
    ulong Token { get; }

    /// <summary>The pool has a block for its starved receive.</summary>
    void Promote();

    /// <summary>Forgets the last connection, whose token is stale from now on.</summary>
    void Recycle();
}
