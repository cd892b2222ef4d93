// One listener as the admin API shows it.

using Weir.Configuration.Listeners;

namespace Weir.Admin;

/// <summary>A listener with the address that it is really bound to (the port where the config says 0).</summary>
public sealed record AdminListener(string Name, string Address, ProxyMode Mode);
