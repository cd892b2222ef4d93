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
);
