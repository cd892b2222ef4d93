// Debug logs two lines for each connection.

using Weir.Configuration;
using Weir.Configuration.Process;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>debug-log</c></summary>
public sealed class DebugLogRule() : DoctorRule("debug-log")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (config.Logging.Level == LogLevel.Debug)
        {
            yield return OfKey(
                FindingSeverity.Info,
                facts,
                "logging.level",
                (
                    "every connection and retry is logged; under load lines are dropped and counted",
                    "set logging.level to info once you have seen what you were looking for: a reload is enough"
                )
            );
        }
    }
}
