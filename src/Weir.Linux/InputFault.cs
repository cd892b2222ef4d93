// Why a file could not be read.
namespace Weir.Linux;

/// <summary>Kinds that callers say different things about.</summary>
public enum InputFault
{
    None,

    Missing,

    Denied,

    IsDirectory,

    /// <summary>It did not come within its time.</summary>
    TooSlow,

    /// <summary>It has more bytes than the caller takes.</summary>
    TooLarge,

    Other,
}
