// What a command has to say cannot be written.
namespace Weir.Commands;

/// <summary>Standard output refuses what is written; <paramref name="cause"/> says why. No <see cref="IOException"/>: those that a
/// command expects are of its own doing.</summary>
internal sealed class OutputLostException(IOException cause)
    : Exception($"standard output cannot be written: {cause.Message}", cause)
{
    private const int BrokenPipe = 32; // EPIPE, errno(3)

    /// <summary>Whether whoever read the pipe has only seen enough.</summary>
    public static bool IsBrokenPipe(IOException failure) => failure.HResult == BrokenPipe;
}
