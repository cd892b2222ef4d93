// The process's limit of open descriptors.
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>RLIMIT_NOFILE (getrlimit(2)): each proxied connection takes two descriptors.</summary>
public static unsafe class ResourceLimits
{
    /// <summary>Descriptors that the process may have open now; 0 when the kernel does not say.</summary>
    public static ulong OpenFiles => TryGet(out RLimit limit) ? limit.Current : 0;

    /// <summary>Raises the soft limit to the hard one, as every process may, and returns what is in force then.</summary>
    public static ulong RaiseOpenFiles()
    {
        if (TryGet(out RLimit limit) && limit.Current < limit.Maximum)
        {
            TrySetOpenFiles(limit.Maximum);
        }

        return OpenFiles;
    }

    /// <summary>Sets the soft limit; false when the kernel refuses.</summary>
    internal static bool TrySetOpenFiles(ulong soft)
    {
        if (!TryGet(out RLimit limit))
        {
            return false;
        }

        limit.Current = soft;
        return Libc.SetRLimit(Kernel.RLIMIT_NOFILE, &limit) == 0;
    }

    private static bool TryGet(out RLimit limit)
    {
        RLimit read;
        bool isOk = Libc.GetRLimit(Kernel.RLIMIT_NOFILE, &read) == 0;
        limit = isOk ? read : default;
        return isOk;
    }
}
