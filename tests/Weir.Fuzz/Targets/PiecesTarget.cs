// The differential target: the same bytes in one piece, in random pieces and byte by byte must come to the same. The first byte
// chooses what they are, the next two seed the cuts.
using Weir.Proxy.Primitives;
using static Weir.Fuzz.Targets.FuzzFailureException;

namespace Weir.Fuzz.Targets;

internal static class PiecesTarget
{
    private const int HeaderBytes = 3;

    public static void Run(ReadOnlySpan<byte> data)
    {
        // Also without a byte there is something to do: afl-fuzz gives up on a target whose first run does nothing.
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        data[..int.Min(HeaderBytes, data.Length)].CopyTo(header);
        var kind = (ConversationKind)(header[0] % 3);
        var rng = new Rng((ulong)((header[1] << 8) | header[2]) + 1);
        ReadOnlySpan<byte> bytes = data[int.Min(HeaderBytes, data.Length)..];
        string whole = Read(kind, bytes, _ => int.MaxValue);
        int longest = 1 + rng.Next(60);
        Compare(whole, Read(kind, bytes, _ => 1 + rng.Next(longest)), "in pieces");
        Compare(whole, Read(kind, bytes, _ => 1), "byte by byte");
    }

    private static string Read(
        ConversationKind kind,
        ReadOnlySpan<byte> bytes,
        Func<int, int> lengthOfPiece
    )
    {
        var conversation = new Conversation(kind, bytes.Length);
        int position = 0;
        while (position < bytes.Length)
        {
            int length = int.Min(lengthOfPiece(position), bytes.Length - position);
            conversation.Feed(bytes.Slice(position, length));
            position += length;
        }

        return conversation.End();
    }

    private static void Compare(string whole, string other, string how) =>
        Expect(whole == other, $"in one piece:\n{whole}\n{how}:\n{other}");
}
