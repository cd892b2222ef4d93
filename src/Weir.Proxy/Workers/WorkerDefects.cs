// What a defect in the work of one session, connection or refusal costs: that one. Owned by its worker.
using Weir.Proxy.Admission;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Proxy.Upstream;

namespace Weir.Proxy.Workers;

/// <summary>Ends by reset what failed, gives back what it held, counts it, and tells the log with the stack.</summary>
internal sealed class WorkerDefects(SessionServices services) : IDefectSink
{
    public bool TryContain(object owner, Exception defect, Block? block)
    {
        string? what = owner switch
        {
            Http1Client or Exchange or Http1Backend => "an http session",
            TcpSession => "a tcp session",
            PooledConnection => "a pooled connection",
            RejectedClient or Channel => "a client that was being accepted",
            _ => null,
        };
        if (what is null)
        {
            return false;
        }

        services.Counters.InternalErrors++;
        services.HadDefect = true;
        try
        {
            End(owner);
        }
        catch (Exception second)
        {
            services.Events.Error(
                "internal_error",
                $"what {what} held could not all be given back: {second}"
            );
        }

        services.Blocks.ReturnStranded(block); // it was never put away, or the owner could not say that it was

        services.Events.Error(
            "internal_error",
            $"{what} was reset for a defect of Weir, others go on; please report this: {defect}"
        );
        return true;
    }

    private void End(object owner)
    {
        switch (owner)
        {
            case ClientConnection client:
                SessionDefect.End(client);
                break;
            case Http1ClientStream stream:
                SessionDefect.End(stream.Connection);
                break;
            case Exchange exchange:
                End(exchange.Client);
                break;
            case Http1Backend backend:
                End(backend.Client!); // a client has every connection that is in use
                break;
            case PooledConnection connection:
                if (connection.User is { } user)
                {
                    End(user);
                }

                services.Pool.Idle.Abandon(connection);
                break;
            case RejectedClient rejected:
                rejected.Abandon();
                break;
            case Channel client:
                client.Reset();
                break;
        }
    }
}
