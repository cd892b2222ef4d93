// Where a backend connection is in its life.
namespace Weir.Proxy.Pooling;

/// <summary>Connecting → InUse or Idle → … → Closed. Quieting is the wait of a used tcp connection before it may be used again.</summary>
public enum PooledConnectionState : byte
{
    Connecting,
    InUse,
    Quieting,
    Idle,
    Closed,
}
