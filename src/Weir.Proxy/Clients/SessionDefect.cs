// The end of a client connection for a defect in its own code: as a cut where that still works, else part by part.
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>
/// Wherever it was interrupted, each part that is given back notes so first: what was given back already is not given back again. What does
/// not come back is lost to the process, but no count of others is wrong by it.
/// </summary>
internal static class SessionDefect
{
    private const string Reason = "internal_error";

    public static void End(ClientConnection connection)
    {
        if (connection.HasEnded)
        {
            return;
        }

        connection.OnDefect("a defect of Weir: its log has the details");
        SessionServices services = connection.Services;
        services.Counters.CountFailure(
            services.CountersOf(connection.Cluster),
            FailureCode.InternalError
        );
        try
        {
            connection.Cut(Reason);
        }
        finally
        {
            if (!connection.HasEnded)
            {
                EndByParts(connection);
            }
        }
    }

    private static void EndByParts(ClientConnection connection)
    {
        try
        {
            connection.Channel.Reset();
        }
        finally
        {
            try
            {
                connection.HeldClaim?.Abandon();
            }
            finally
            {
                try
                {
                    connection.ReturnBlocks();
                }
                finally
                {
                    connection.End(Reason);
                }
            }
        }
    }
}
