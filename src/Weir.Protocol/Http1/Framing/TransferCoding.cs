// What the Transfer-Encoding fields of a head amount to (RFC 9112 §6.1, §7).
namespace Weir.Protocol.Http1.Framing;

internal enum TransferCoding : byte
{
    /// <summary>The field is not there.</summary>
    Absent,

    /// <summary>Exactly one field with exactly "chunked".</summary>
    Chunked,

    /// <summary>A well-formed list that names something else.</summary>
    Other,

    /// <summary>Several fields, chunked twice, or no list of codings at all.</summary>
    Malformed,
}
