// What became of a piece of a body.
namespace Weir.Proxy.Bodies;

/// <summary>The bytes to pass on, and how many of the piece belonged to the body.</summary>
internal readonly record struct BodyPiece(
    BodyStatus Status,
    int SendStart,
    int SendCount,
    int Consumed
);
