// A response's first bytes for the client.
namespace Weir.Proxy.Sessions;

/// <summary>A head and the body bytes right behind it, in the block that the response came in.</summary>
/// <param name="Status">Of the body: Complete when nothing more is to come, Invalid when it is malformed or the head has no room.</param>
/// <param name="Start">Where the bytes to send begin.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct HeadedPiece(BodyStatus Status, int Start, int Count);
