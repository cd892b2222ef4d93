// The shape of a scripted peer's ear.
namespace Weir.Simulation.Peers;

/// <summary>Bytes came; they are only lent for the call.</summary>
public delegate void SimPeerBytes(SimPeer peer, ReadOnlySpan<byte> bytes);
