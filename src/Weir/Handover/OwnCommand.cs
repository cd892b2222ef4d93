// The command line that started this process, to start the installed version of the same program again.
using System.Text;

namespace Weir.Handover;

/// <summary>
/// Program and arguments as they were given, not as links resolve them: after an upgrade the same path leads to another file.
/// Taken at start, since a relative path means something in the directory of that moment only.
/// </summary>
internal sealed record OwnCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Reads what the kernel keeps (proc_pid_cmdline(5)); without a /proc what the runtime knows has to do.</summary>
    public static OwnCommand Read()
    {
        try
        {
            return Parse(
                File.ReadAllBytes("/proc/self/cmdline"),
                Environment.CurrentDirectory,
                Environment.GetEnvironmentVariable("PATH") ?? "",
                File.Exists
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new OwnCommand(
                Environment.ProcessPath ?? "weir",
                Environment.GetCommandLineArgs()[1..]
            );
        }
    }

    /// <summary>Takes apart arguments that each end in a zero byte, and finds the program as a shell would.</summary>
    internal static OwnCommand Parse(
        ReadOnlySpan<byte> commandLine,
        string directory,
        string path,
        Func<string, bool> exists
    )
    {
        string[] all = Encoding.UTF8.GetString(commandLine).TrimEnd('\0').Split('\0');
        string program = all[0];
        if (program.Contains('/', StringComparison.Ordinal))
        {
            program = Path.GetFullPath(program, directory);
        }
        else
        {
            program =
                path.Split(':', StringSplitOptions.RemoveEmptyEntries)
                    .Select(folder => Path.Combine(folder, all[0]))
                    .FirstOrDefault(exists)
                ?? Environment.ProcessPath
                ?? program;
        }

        return new OwnCommand(program, all[1..]);
    }
}
