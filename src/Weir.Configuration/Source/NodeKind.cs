// The kinds of JSON values.

namespace Weir.Configuration.Source;

internal enum NodeKind
{
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,

    /// <summary>A text whose substitution failed. That is told already, so nobody complains about it again.</summary>
    Failed,
}
