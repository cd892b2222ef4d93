// What the kernel and the runtime know of this process.
namespace Weir.Admin;

/// <summary>Figures of the process at one moment.</summary>
public sealed record ProcessFigures(
    double CpuSeconds,
    long OpenFds,
    long ResidentBytes,
    double StartTimeSeconds,
    long AllocatedBytes
)
{
    private static readonly double Started = ReadStart();

    /// <summary>Reads them from /proc.</summary>
    public static ProcessFigures Read() =>
        new(
            Environment.CpuUsage.TotalTime.TotalSeconds,
            CountFds(),
            Environment.WorkingSet,
            Started,
            GC.GetTotalAllocatedBytes(precise: true)
        );

    // The directory handle that does the counting is itself among the entries.
    private static int CountFds()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() - 1;
        }
        catch (IOException)
        {
            // A descriptor may go while it is listed.
            return 0;
        }
    }

    private static double ReadStart()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return (self.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }
}
