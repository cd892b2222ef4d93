// The operator event of the log: who changed what at run time, and why.
using Weir.Admin;
using Weir.Configuration.Process;
using Weir.Logging;

namespace Weir.Observability;

/// <summary>Writes one operator event.</summary>
internal static class OperatorEvent
{
    public static void Write(Logger logger, OperatorAct act) =>
        logger.Write(
            LogLevel.Info,
            LogNames.Operator,
            act,
            static (writer, act) =>
            {
                writer.WriteString("who"u8, act.Who);
                writer.WriteString("what"u8, act.What);
                if (act.Backend is not null)
                {
                    writer.WriteString("cluster"u8, act.Cluster);
                    writer.WriteString("backend"u8, act.Backend);
                }

                if (act.Weight is { } weight)
                {
                    writer.WriteNumber("weight"u8, weight);
                }

                writer.WriteString("reason"u8, act.Reason);
            }
        );
}
