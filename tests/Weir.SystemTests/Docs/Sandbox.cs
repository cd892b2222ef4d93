// A folder in which the documentation's commands do what they say, on addresses that nobody else uses.
using System.Diagnostics;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Docs;

/// <summary>Has a weir.json and, first on the PATH, a <c>weir</c> that ends <c>run</c> as soon as it listens.</summary>
public sealed class Sandbox : IDisposable
{
    // What a reader's shell would do, but for `run`, which a reader ends by Ctrl-C, and for the address of the admin API.
    private const string Wrapper = """
        #!/usr/bin/env bash
        set -euo pipefail
        case "$1" in
          run)
            "${PROGRAM[@]}" "$@" --set admin.address=127.0.0.1:0 > run.log &
            pid=$!
            until grep -q '"listener":"admin"' run.log; do kill -0 "$pid" || { cat run.log; exit 1; }; read -rt 0.1 <> <(:) || true; done
            kill -TERM "$pid"
            wait "$pid"
            ;;
          check|explain|schema|version|completion|doctor) exec "${PROGRAM[@]}" "$@" ;;
          *) exec "${PROGRAM[@]}" "$@" --admin "${ADMIN:-127.0.0.1:1}" ;;
        esac
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-docs-");

    public Sandbox(string config)
    {
        Write("weir.json", config);
        ProcessStartInfo program = WeirProgram.Command();
        string command = string.Join(
            ' ',
            program.ArgumentList.Prepend(program.FileName).Select(a => $"'{a}'")
        );
        string path = Write(
            "bin/weir",
            Wrapper.Replace(
                "set -euo pipefail",
                $"set -euo pipefail\nPROGRAM=({command})",
                StringComparison.Ordinal
            )
        );
        if (!OperatingSystem.IsWindows()) // for the analyzer: nothing here runs there
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // within the folder
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs commands; they fail at the first that fails.</summary>
    public async Task<CommandResult> RunAsync(string script, string? admin = null)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] =
            $"{_folder.FullName}/bin:/usr/sbin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ADMIN"] = admin;
        start.Environment.Remove("NOTIFY_SOCKET");
        using Process process = Process.Start(start)!; // no shell in between, so there is one
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await Eventually.Within(process.WaitForExitAsync(), $"this to end: {script}");
        return new CommandResult(process.ExitCode, await output, await errors);
    }
}
