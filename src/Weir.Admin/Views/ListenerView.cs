// A listener as the API shows it.
namespace Weir.Admin.Views;

/// <summary>A listener, the address it is bound to, and its open client connections.</summary>
public sealed record ListenerView(string Name, string Address, string Mode, long Connections);
