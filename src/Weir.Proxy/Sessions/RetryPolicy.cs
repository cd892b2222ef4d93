// Whether a request that met a dying connection may go out again (RFC 9110 §9.2.2, RFC 9112 §9.3.1).
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;

namespace Weir.Proxy.Sessions;

/// <summary>The rules of trying again.</summary>
internal static class RetryPolicy
{
    public static RetryChoice Choose(
        HttpExchange exchange,
        PooledConnection connection,
        bool canResend
    )
    {
        Channel backend = connection.Channel;
        bool nothingWritten = backend.BytesSent == exchange.BackendSentMark;
        bool isSafe =
            exchange.RequestState == MessageState.Done && HttpMethods.IsIdempotent(exchange.Method);
        if (!canResend)
        {
            return RetryChoice.GiveUp;
        }

        if (
            connection.AcquiredAs == AcquireResult.Reused
            && !exchange.StaleRetryUsed
            && (isSafe || nothingWritten)
        )
        {
            exchange.StaleRetryUsed = true;
            exchange.NeedsFreshConnection = true;
            return RetryChoice.FreshConnection;
        }

        WorkerCluster cluster = exchange.Cluster!; // a request under way has one
        if (!isSafe || exchange.RetriesUsed >= exchange.Settings!.Retries)
        {
            return RetryChoice.GiveUp;
        }

        if (exchange.IsRetrying)
        {
            cluster.State.EndRetry(); // the next one is paid for like the first
        }

        exchange.IsRetrying = cluster.TryStartRetry();
        if (!exchange.IsRetrying)
        {
            return RetryChoice.GiveUp;
        }

        exchange.RetriesUsed++;
        exchange.NeedsFreshConnection = false;
        return RetryChoice.AnotherBackend;
    }
}
