// Threads talk by mailboxes and immutable snapshots. The few places that share memory are listed here and nowhere else.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class SharedMemoryRule : Rule
{
    private static readonly string[] s_homes =
    [
        "src/Weir.Proxy/Primitives/Mailbox.cs",
        "src/Weir.Proxy/Facts/",
        "src/Weir.Proxy/Metrics/",
        "src/Weir.Proxy/Backends/",
        "src/Weir.Proxy/Timeouts/",
    ];

    public override string Sentence =>
        "The data plane shares memory between threads in five places only";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Product
        where
            file.IsUnder("src/Weir.Proxy/")
            || file.IsUnder("src/Weir.Protocol/")
            || file.IsUnder("src/Weir.Configuration/")
        where !Array.Exists(s_homes, file.IsUnder)
        from match in Patterns.SharedMemory().Matches(file.Code)
        select file.At(
            file.LineOf(match.Index),
            $"`{match.Value.Trim()}` outside Mailbox, Facts, Metrics, Backends and Timeouts: send a message or publish a snapshot."
        );
}
