// Bodies that can be checked from their identity alone: every byte follows from the request's id and its place.
namespace Weir.Simulation.Http;

/// <summary>Generated bodies and their hash.</summary>
internal static class SimBody
{
    public const ulong EmptyHash = 14695981039346656037UL;

    /// <summary>Byte <paramref name="at"/> of the body with that id; requests and answers of one id differ.</summary>
    public static byte At(int id, bool isAnswer, long at) =>
        (byte)((id * 167) + (isAnswer ? 91 : 0) + (at * 31) + (at >> 8));

    public static void Fill(Span<byte> destination, int id, bool isAnswer, long from)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = At(id, isAnswer, from + i);
        }
    }

    /// <summary>FNV-1a, going on from <paramref name="hash"/>.</summary>
    public static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }

    public static ulong HashOf(int id, bool isAnswer, long length)
    {
        ulong hash = EmptyHash;
        for (long i = 0; i < length; i++)
        {
            hash = (hash ^ At(id, isAnswer, i)) * 1099511628211UL;
        }

        return hash;
    }
}
