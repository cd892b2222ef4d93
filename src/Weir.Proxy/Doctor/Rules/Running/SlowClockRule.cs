// Some clock sources leave user space at every look at the time.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>slow-clock</c></summary>
public sealed class SlowClockRule() : DoctorRule("slow-clock")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        // These are the ones that the kernel reads without a system call (vdso(7)).
        bool isFast =
            facts.Host.ClockSource
            is null
                or "tsc"
                or "kvm-clock"
                or "arch_sys_counter"
                or "hyperv_clocksource_tsc_page";
        if (!isFast)
        {
            yield return OfFigure(
                FindingSeverity.Info,
                "clocksource",
                "reactor",
                (
                    $"the kernel reads the time from {facts.Host.ClockSource}, which costs a system call at every turn",
                    "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource, where the machine's tsc is stable"
                )
            );
        }
    }
}
