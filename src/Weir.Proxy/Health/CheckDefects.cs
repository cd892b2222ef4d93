// What a defect of Weir in one health check comes to: it is counted, and told with the stack.
using Weir.Proxy.Events;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Health;

/// <summary>Takes the defects of a <see cref="HealthMonitor"/>, which by then has ended the check.</summary>
public sealed class CheckDefects(CheckCounters counters, EventSink events)
{
    public void OnDefect(Exception defect)
    {
        counters.CountDefect();
        events.Error(
            "internal_error",
            $"a health check was ended for a defect of Weir, others go on; please report this: {defect}"
        );
    }
}
