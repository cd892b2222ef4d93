// Where a body stands after a piece of it.
namespace Weir.Proxy.Bodies;

/// <summary>How far a body came with a piece.</summary>
internal enum BodyStatus : byte
{
    More,
    Complete,
    Invalid,
}
