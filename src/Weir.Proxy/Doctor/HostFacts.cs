// What the system that Weir runs on allows. Null where it does not say.
namespace Weir.Proxy.Doctor;

/// <summary>Read by the composition root.</summary>
public sealed record HostFacts
{
    /// <summary>RLIMIT_NOFILE: descriptors that the process may have open.</summary>
    public long? OpenFilesLimit { get; init; }

    /// <summary>net.core.somaxconn: the kernel cuts longer backlogs to it.</summary>
    public int? Somaxconn { get; init; }

    /// <summary>Whether io_uring is forbidden (kernel.io_uring_disabled, or a seccomp filter).</summary>
    public bool? IsIoUringForbidden { get; init; }

    /// <summary>Source ports for connections to one backend (net.ipv4.ip_local_port_range).</summary>
    public int? LocalPorts { get; init; }

    /// <summary>What the kernel reads the time from, such as <c>tsc</c>.</summary>
    public string? ClockSource { get; init; }
}
