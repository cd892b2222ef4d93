// Finds the program under test and says how to start it.
using System.Diagnostics;

namespace Weir.SystemTests.Support;

/// <summary>The program of the same build as these tests, so that what was just edited is what runs; <c>WEIR_PROGRAM</c> names another,
/// such as <c>artifacts/weir</c>.</summary>
public static class WeirProgram
{
    private static readonly string s_path = Find();

    public static ProcessStartInfo Command(params IEnumerable<string> arguments)
    {
        bool isAssembly = s_path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : s_path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        if (isAssembly)
        {
            start.ArgumentList.Add(s_path);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("NOTIFY_SOCKET");
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Runs a command that ends by itself.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) =>
        RunAsync(Command(arguments));

    /// <summary>The same, in a folder and with variables of its own.</summary>
    public static Task<CommandResult> RunInAsync(
        string folder,
        (string Name, string Value)[] environment,
        params string[] arguments
    )
    {
        ProcessStartInfo start = Command(arguments);
        start.WorkingDirectory = folder;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return RunAsync(start);
    }

    private static async Task<CommandResult> RunAsync(ProcessStartInfo start)
    {
        using Process process =
            Process.Start(start)
            ?? throw new InvalidOperationException("the program did not start");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await Eventually.Within(
                process.WaitForExitAsync(),
                $"`weir {string.Join(' ', start.ArgumentList)}` to end"
            );
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }

        return new CommandResult(process.ExitCode, await output, await errors);
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("WEIR_PROGRAM") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        // …/tests/Weir.SystemTests/bin/Debug/net10.0/
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        string configuration = here.Parent!.Name;
        for (DirectoryInfo? at = here; at is not null; at = at.Parent)
        {
            string program = Path.Combine(
                at.FullName,
                "src/Weir/bin",
                configuration,
                here.Name,
                "weir.dll"
            );
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new FileNotFoundException($"no weir.dll was built for {configuration}");
    }
}
