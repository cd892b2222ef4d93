// The machine code of this program in memory: mapped from its file, page by page, as it is run.
using System.Globalization;
using Weir.Linux.Native;

namespace Weir.Linux;

/// <summary>The executable's read-only code, by /proc/self/maps (proc_pid_maps(5)).</summary>
public static unsafe class ProgramText
{
    private const int AddressField = 0;
    private const int PermissionsField = 1;
    private const int PathField = 5;
    private const int FieldCount = 6;

    /// <summary>Takes the code out of this process's memory; what runs again comes back from the page cache (madvise(2)). Code is never written, so nothing is lost.</summary>
    /// <returns>The bytes of address space that were given back.</returns>
    public static long Release()
    {
        string? program = Environment.ProcessPath;
        long released = 0;
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            if (TryParse(line, program, out nuint start, out nuint length))
            {
                released +=
                    Libc.MAdvise((void*)start, length, Kernel.MADV_DONTNEED) == 0
                        ? (long)length
                        : 0;
            }
        }

        return released;
    }

    /// <summary>Reads a line such as <c>00401000-00d31000 r-xp 00001000 fe:00 123 /usr/bin/weir</c>; false unless it is code of <paramref name="program"/>.</summary>
    internal static bool TryParse(string line, string? program, out nuint start, out nuint length)
    {
        start = length = 0;
        string[] fields = line.Split(
            ' ',
            FieldCount,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        if (
            fields.Length < FieldCount
            || fields[PermissionsField] is not "r-xp"
            || !string.Equals(fields[PathField], program, StringComparison.Ordinal)
            || fields[AddressField].Split('-') is not [var from, var to]
            || !nuint.TryParse(from, NumberStyles.HexNumber, null, out start)
            || !nuint.TryParse(to, NumberStyles.HexNumber, null, out nuint end)
        )
        {
            return false;
        }

        length = end - start;
        return true;
    }
}
