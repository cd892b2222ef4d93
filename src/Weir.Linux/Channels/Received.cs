// A receive's completion on its way to the owner.
using Weir.Proxy.Io;

namespace Weir.Linux.Channels;

/// <summary>The arguments of <see cref="IChannelOwner.OnReceived"/>.</summary>
internal readonly record struct Received(Block? Block, int Offset, int Count, IoStatus Status);
