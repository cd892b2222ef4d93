// A listener's sockets on their way from one process to the next.
namespace Weir.Handover;

/// <summary>Descriptors under the numbers that the successor finds them at.</summary>
/// <param name="Name">The listener's name.</param>
/// <param name="Address">Its address as configured, which the sockets belong to also where it says port 0 or a name.</param>
/// <param name="Descriptors">Listening sockets of one address.</param>
internal sealed record HandedListener(string Name, string Address, int[] Descriptors);
