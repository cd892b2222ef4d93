// What an operator wants of a backend.
namespace Weir.Proxy.Backends;

/// <summary>Ready takes work; drain takes no new work; maint is drain without checks, and cuts tcp sessions.</summary>
public enum AdminState : byte
{
    Ready,
    Drain,
    Maint,
}
