// The end of a session for a defect in its own code: as a cut where that still works, else part by part.

using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>
/// Wherever the session was interrupted, each part that it gives back notes so first: what was given back already is not given back
/// again. What does not come back is lost to the process, but no count of others is wrong by it.
/// </summary>
internal static class SessionDefect
{
    private const string Reason = "internal_error";

    public static void End(Session session)
    {
        if (session.HasEnded)
        {
            return;
        }

        HttpExchange? exchange = session.Exchange;
        exchange?.Fail(FailureCode.InternalError, "a defect of Weir: its log has the details");
        int cluster = exchange?.Cluster?.State.Id ?? session.Listener.TcpCluster?.Id ?? 0;
        session.Services.Counters.Cluster(cluster).Failures[(int)FailureCode.InternalError]++;
        try
        {
            session.Cut(Reason);
        }
        finally
        {
            if (!session.HasEnded)
            {
                EndByParts(session);
            }
        }
    }

    private static void EndByParts(Session session)
    {
        try
        {
            session.Client.Reset();
        }
        finally
        {
            try
            {
                session.HeldClaim?.Abandon();
            }
            finally
            {
                try
                {
                    session.ReturnBlocks();
                }
                finally
                {
                    session.End(Reason);
                }
            }
        }
    }
}
