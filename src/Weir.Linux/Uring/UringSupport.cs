// Whether this process may use io_uring here, and why not. Asked once at start.
using System.Globalization;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;

namespace Weir.Linux.Uring;

/// <summary>Kernels before 5.11 lack what is needed; containers and administrators often forbid the rest.</summary>
/// <param name="WhyNot">Null when io_uring can be had, else the reason with its remedy.</param>
/// <param name="HasMultishot">The kernel has multishot operations (Linux 6.0).</param>
public sealed record UringSupport(string? WhyNot, bool HasMultishot)
{
    private const string DisabledPath = "/proc/sys/kernel/io_uring_disabled";

    /// <summary>Opens a small ring to see.</summary>
    public static UringSupport Probe()
    {
        int result = UringInstance.TryOpen(4, 8, out UringInstance? uring);
        bool hasMultishot = uring?.HasMultishot == true;
        uring?.Dispose();
        return new(result < 0 ? ReasonOf(-result) : null, hasMultishot);
    }

    /// <summary>Says what io_uring_setup(2) meant by an errno.</summary>
    internal static string ReasonOf(int errno) => ReasonOf(errno, ReadDisabled());

    internal static string ReasonOf(int errno, string disabled) =>
        (errno, disabled) switch
        {
            (Errno.ENOSYS, _) => "this kernel has no io_uring, or an older one than Linux 5.11",
            (Errno.EPERM, "2") =>
                "the administrator has disabled it (set sysctl kernel.io_uring_disabled to 0)",
            (Errno.EPERM, "1") =>
                "it is disabled for unprivileged processes (set sysctl kernel.io_uring_disabled to 0, or add this user to the group in kernel.io_uring_group)",
            (Errno.EPERM or Errno.EACCES, _) =>
                "it is forbidden here (a container's seccomp profile must allow io_uring_setup, io_uring_enter and io_uring_register)",
            (Errno.ENOMEM, _) => "the limit of locked memory is too low (raise RLIMIT_MEMLOCK)",
            (Errno.EMFILE or Errno.ENFILE, _) => "no file descriptor is left",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"io_uring_setup failed (errno {errno})"
            ),
        };

    private static string ReadDisabled()
    {
        try
        {
            return File.ReadAllText(DisabledPath).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "0"; // kernels before 6.6 do not have the switch
        }
    }
}
