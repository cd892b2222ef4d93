// Bytes on their way in a block, which goes along with them.
using Weir.Proxy.Io;

namespace Weir.Proxy.Bodies;

/// <summary>Part of a message and whose block it stands in: whoever gets it owns the block.</summary>
/// <param name="Block">There is room for a head in front of the bytes.</param>
/// <param name="Start">Where they begin.</param>
/// <param name="Count">How many there are; may be 0.</param>
/// <param name="Status">How far the body came with them.</param>
internal readonly record struct BlockPiece(Block Block, int Start, int Count, BodyStatus Status);
