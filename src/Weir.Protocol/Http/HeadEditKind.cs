// What a HeadEdit does.
namespace Weir.Protocol.Http;

public enum HeadEditKind : byte
{
    /// <summary>An earlier edit whose line a later one has taken out again.</summary>
    Void,

    /// <summary>One more line.</summary>
    Line,

    /// <summary>One more member of a list field, in one line with the members that are there (RFC 9110 §5.3).</summary>
    Member,

    /// <summary>No line of this name goes on; the name is none of the known ones, which are kept as a set.</summary>
    Drop,
}
