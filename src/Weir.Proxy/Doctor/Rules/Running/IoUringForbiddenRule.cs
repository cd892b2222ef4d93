// Where io_uring is forbidden, Weir does not start when it is asked for by name.

using Weir.Configuration;
using Weir.Configuration.Process;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>io-uring-forbidden</c></summary>
public sealed class IoUringForbiddenRule() : DoctorRule("io-uring-forbidden")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (config.Reactor.Engine == EngineChoice.IoUring && facts.Host.IsIoUringForbidden == true)
        {
            yield return OfKey(
                FindingSeverity.Error,
                facts,
                "reactor.engine",
                (
                    "the engine io_uring is asked for, but this system forbids it: Weir will not start",
                    "sysctl -w kernel.io_uring_disabled=0, or a seccomp profile that allows it in a container; else set reactor.engine to auto"
                )
            );
        }
    }
}
