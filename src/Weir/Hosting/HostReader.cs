// Asks the system what it allows, for the doctor.
using System.Globalization;
using Weir.Linux;
using Weir.Proxy.Doctor;

namespace Weir.Hosting;

/// <summary>From /proc, /sys and getrlimit(2). What cannot be read is left out.</summary>
internal static class HostReader
{
    public static HostFacts Read()
    {
        int? forbidden = FirstNumber("/proc/sys/kernel/io_uring_disabled");
        int[] ports = Numbers("/proc/sys/net/ipv4/ip_local_port_range");
        return new HostFacts
        {
            OpenFilesLimit = ResourceLimits.OpenFiles is > 0 and < long.MaxValue and var limit
                ? (long)limit
                : null,
            Somaxconn = FirstNumber("/proc/sys/net/core/somaxconn"),
            // 1 forbids it to processes without CAP_SYS_ADMIN, 2 to all (io_uring_setup(2)).
            IsIoUringForbidden = forbidden is { } value ? value == 2 : null,
            LocalPorts = ports is [var first, var last] ? last - first + 1 : null,
            ClockSource = ReadText(
                "/sys/devices/system/clocksource/clocksource0/current_clocksource"
            ),
        };
    }

    private static int? FirstNumber(string path) =>
        Numbers(path) is [var number, ..] ? number : null;

    private static int[] Numbers(string path) =>
        [
            .. (ReadText(path) ?? "")
                .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                    int.TryParse(word, CultureInfo.InvariantCulture, out int number) ? number : -1
                )
                .Where(number => number >= 0),
        ];

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null; // an older kernel, or a container that hides it
        }
    }
}
