// The options of all Connection fields of one head, as bits (RFC 9110 §7.6.1).
namespace Weir.Protocol.Http1.Parsing;

[Flags]
internal enum ConnectionOptions : byte
{
    None = 0,
    Close = 1,
    KeepAlive = 2,
    Upgrade = 4,
    TE = 8,

    /// <summary>Names beyond the four above are listed: those fields end at this hop.</summary>
    Others = 16,
}
