// The list of all fuzz targets. Their seeds are in corpus/NAME, what once broke them in crashes/NAME.
using System.Collections.Frozen;

namespace Weir.Fuzz.Targets;

public static class FuzzTargets
{
    public static readonly FrozenDictionary<string, FuzzTarget> ByName = new Dictionary<
        string,
        FuzzTarget
    >(StringComparer.Ordinal)
    {
        ["request"] = RequestTarget.Run,
        ["response"] = ResponseTarget.Run,
        ["chunked"] = ChunkedTarget.Run,
        ["config"] = ConfigTarget.Run,
        ["pieces"] = PiecesTarget.Run,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
