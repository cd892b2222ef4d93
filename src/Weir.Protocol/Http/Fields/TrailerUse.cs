// What becomes of a field that stands in a trailer section.
namespace Weir.Protocol.Http.Fields;

internal enum TrailerUse : byte
{
    PassedOn,

    /// <summary>Left out of what is passed on: its meaning is bound to a place before the content.</summary>
    Dropped,

    /// <summary>The message is: a recipient that merges the field would frame or route the message differently.</summary>
    Refused,
}
