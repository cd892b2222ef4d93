// Which kind of session a pooled connection may serve: the two never share one, even on a backend that serves both.
namespace Weir.Proxy.Pooling;

/// <summary>Http connections are reused between messages; tcp ones are fresh, or set aside by tcpPooling reuse.</summary>
public enum PoolKind : byte
{
    Http,
    Tcp,
}
