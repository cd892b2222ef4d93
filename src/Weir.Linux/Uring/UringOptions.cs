// How a ring is made. The defaults are for use; tests ask for less.
namespace Weir.Linux.Uring;

/// <summary>Sizes are powers of two.</summary>
internal sealed record UringOptions
{
    /// <summary>Operations between two turns; one more costs a system call.</summary>
    public uint SubmissionEntries { get; init; } = 1024;

    /// <summary>Completions of a turn; more wait in the kernel for the next one, and end multishot operations.</summary>
    public uint CompletionEntries { get; init; } = 8 * 1024;

    /// <summary>Without multishot operations the reactor works as on a kernel that does not have them.</summary>
    public bool MayMultishot { get; init; } = true;
}
