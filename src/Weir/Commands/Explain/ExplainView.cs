// What `weir explain -o json` prints.
using Weir.Proxy.Explain;

namespace Weir.Commands.Explain;

/// <param name="Source">The file, or the running Weir.</param>
/// <param name="ListenerReason">How the listener was found.</param>
/// <param name="Decided">What the data plane decides.</param>
/// <param name="Settings">Timeouts, retries and pool policy that apply.</param>
internal sealed record ExplainView(
    string Source,
    string ListenerReason,
    Explanation Decided,
    SettingView[] Settings
)
{
    // The answer in short, for scripts; Decided has the reasons.
    public string? Listener => Decided.Listener;

    public string? Route => Decided.Routes.FirstOrDefault(r => r.Outcome is "matched")?.Name;

    public string? Cluster => Decided.Cluster;

    public string? Backend => Decided.Choice;

    public int? Status => Decided.ErrorStatus;

    public string? Error => Decided.ErrorCode;
}
