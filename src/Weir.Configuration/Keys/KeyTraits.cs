// What sets a key apart from a plain one.

namespace Weir.Configuration.Keys;

/// <summary>Traits of a key; most keys have none.</summary>
[Flags]
internal enum KeyTraits
{
    None = 0,

    /// <summary>Its section cannot go without it.</summary>
    Required = 1,

    /// <summary>What its record starts with is no default to tell people: it comes from elsewhere, or must be given.</summary>
    NoDefault = 2,

    /// <summary>A change takes effect at the next start, not at a reload.</summary>
    NeedsRestart = 4,

    /// <summary>Read by the reader of its section, since that takes more than this one value.</summary>
    ReadApart = 8,

    /// <summary>Written before all others of its section.</summary>
    WrittenFirst = 16,

    /// <summary>Written behind all others of its section.</summary>
    WrittenLast = 32,
}
