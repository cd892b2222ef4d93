// What a runtime file says.
namespace Weir.Hosting;

/// <param name="Pid">The process.</param>
/// <param name="Start">When it started, in the kernel's ticks since boot: a later process of the same number is another one.</param>
/// <param name="Config">The full path of its configuration.</param>
/// <param name="Admin">Host and port of its admin API.</param>
internal sealed record RuntimeEntry(int Pid, long Start, string Config, string Admin);
