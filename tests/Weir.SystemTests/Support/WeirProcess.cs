// A running `weir run`: started with a config of its own in a directory of its own, watched through its log, ended with the test.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Weir.SystemTests.Support;

/// <summary>The real program on real sockets. Disposing kills it and fails the test when it had crashed or logged something that is
/// no event.</summary>
public sealed class WeirProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private WeirAdmin? _admin;
    private bool _endWanted;
    private readonly List<Process> _successors = [];

    private WeirProcess(Process process, DirectoryInfo directory)
    {
        _process = process;
        _directory = directory;
        Log = new WeirLog();
        process.OutputDataReceived += (_, e) => Keep(e.Data, Log.Add);
        process.ErrorDataReceived += (_, e) => Keep(e.Data, Log.AddError);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public WeirLog Log { get; }

    public int Pid => Serving.Id;

    private Process Serving => _successors.LastOrDefault() ?? _process;

    public string ConfigPath => Path.Combine(_directory.FullName, "weir.json");

    public string Folder => _directory.FullName;

    public WeirAdmin Admin => _admin ??= new WeirAdmin(AddressOf("admin"));

    /// <summary>The listener called <c>default</c>.</summary>
    public IPEndPoint Endpoint => AddressOf("default");

    public int OpenFiles => Directory.GetFiles($"/proc/{Pid}/fd").Length;

    public string[] ThreadNames => ThreadsOf(Pid);

    /// <summary>The names of a process's threads.</summary>
    public static string[] ThreadsOf(int pid) =>
        [.. Directory.GetDirectories($"/proc/{pid}/task").Select(NameOf).OfType<string>()];

    public long ResidentBytes =>
        1024
        * long.Parse(
            File.ReadLines($"/proc/{Pid}/status")
                .Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    /// <summary>Starts and waits until it listens everywhere. Admin and log get settings that fit a test unless the config has them.</summary>
    public static async Task<WeirProcess> StartAsync(
        JsonObject config,
        params (string Name, string Value)[] environment
    )
    {
        config["admin"] ??= new JsonObject();
        config["admin"]!["address"] ??= "127.0.0.1:0";
        TestEngine.Apply(config);
        DirectoryInfo directory = Directory.CreateTempSubdirectory("weir-test-");
        string path = Path.Combine(directory.FullName, "weir.json");
        await File.WriteAllTextAsync(path, config.ToJsonString());
        return await Start(directory, ["run", "-c", path], environment).UntilUpAsync(config);
    }

    /// <summary>Starts with <paramref name="arguments"/> and the config's path behind them, and waits for nothing.</summary>
    public static WeirProcess Launch(string config, params string[] arguments)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("weir-test-");
        string path = Path.Combine(directory.FullName, "weir.json");
        File.WriteAllText(path, config);
        return Start(directory, [.. arguments, path]);
    }

    /// <summary>
    /// Starts as systemd does for a socket unit: with a listening socket at descriptor 3. Perl makes it, since the runtime closes on
    /// exec whatever it opens.
    /// </summary>
    public static async Task<WeirProcess> StartActivatedAsync(
        JsonObject config,
        string socket,
        string name
    )
    {
        const string Activate = """
            use IO::Socket::INET; use POSIX;
            my $listener = IO::Socket::INET->new(Listen => 64, LocalAddr => shift) or die $!;
            POSIX::dup2(fileno $listener, 3) if fileno $listener != 3;
            open my $kept, '<&=3' or die $!;
            fcntl $kept, 2, 0;
            $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_FDNAMES} = shift;
            exec @ARGV;
            """;
        DirectoryInfo directory = Directory.CreateTempSubdirectory("weir-test-");
        await File.WriteAllTextAsync(
            Path.Combine(directory.FullName, "weir.json"),
            config.ToJsonString()
        );
        ProcessStartInfo start = WeirProgram.Command("run", "-c", "weir.json");
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = "perl";
        start.ArgumentList.Clear();
        Array.ForEach(["-e", Activate, socket, name, .. command], start.ArgumentList.Add);
        return await Start(directory, start).UntilUpAsync(config);
    }

    /// <summary>Starts without a file.</summary>
    public static WeirProcess LaunchBare(params string[] arguments) =>
        Start(Directory.CreateTempSubdirectory("weir-test-"), arguments);

    private static WeirProcess Start(
        DirectoryInfo directory,
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        ProcessStartInfo start = WeirProgram.Command(arguments);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        return Start(directory, start);
    }

    private static WeirProcess Start(DirectoryInfo directory, ProcessStartInfo start)
    {
        start.WorkingDirectory = directory.FullName;
        Process process =
            Process.Start(start) ?? throw new InvalidOperationException("weir did not start");
        return new WeirProcess(process, directory);
    }

    /// <summary>Where a listener is, by its <c>listening</c> event; the latest one counts.</summary>
    public IPEndPoint AddressOf(string listener) =>
        IPEndPoint.Parse(
            Log.Named("listening").Last(e => e.Text("listener") == listener).Text("address")!
        );

    public void Signal(string name)
    {
        _endWanted |= name is "TERM" or "INT" or "QUIT" or "KILL";
        Signals.Send(Pid, name);
    }

    public async Task<int> ExitCodeAsync()
    {
        _endWanted = true;
        await Eventually.Within(_process.WaitForExitAsync(), $"weir to end; its log:\n{Log}");
        return _process.ExitCode;
    }

    /// <summary>Sends USR2 and waits until another process of this program serves and the present one has ended.</summary>
    public async Task UpgradeAsync()
    {
        Process before = Serving;
        int upgrades = Log.Named("upgraded").Count;
        Signal("USR2");
        // Also when the one before has ended: its last lines may not have been read yet.
        await Eventually.Until(
            () => Log.Named("upgraded").Count > upgrades,
            $"a successor serves; the log:\n{Log}"
        );
        LogEvent upgraded = Log.Named("upgraded")[^1];
        _successors.Add(
            Process.GetProcessById(int.Parse(upgraded.Text("pid")!, CultureInfo.InvariantCulture))
        );
        _admin?.Dispose();
        _admin = null;
        await Eventually.Until(() => HasEnded(before), $"the one before ends; the log:\n{Log}");
    }

    /// <summary>Replaces the file as editors and config tools do: whole, by a rename.</summary>
    public void ReplaceConfig(JsonObject config)
    {
        config["admin"] ??= new JsonObject { ["address"] = "127.0.0.1:0" };
        TestEngine.Apply(config);
        ReplaceConfigText(config.ToJsonString());
    }

    public void ReplaceConfigText(string text)
    {
        string path = ConfigPath + ".new";
        File.WriteAllText(path, text);
        File.Move(path, ConfigPath, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        bool crashed = HasEnded(Serving) && !_endWanted;
        await KillAsync();
        _admin?.Dispose();
        _process.Dispose();
        _directory.Delete(recursive: true);
        if (crashed || Log.OtherLines.Count > 0)
        {
            throw new InvalidOperationException($"weir crashed or logged no JSON:\n{Log}");
        }
    }

    private async Task<WeirProcess> UntilUpAsync(JsonObject config)
    {
        try
        {
            await Eventually.Until(
                () => _process.HasExited || IsUp(config),
                $"weir listens; its log:\n{Log}"
            );
        }
        catch (TimeoutException e)
        {
            await KillAsync();
            throw new TimeoutException($"weir does not listen; its log:\n{Log}", e);
        }

        if (_process.HasExited)
        {
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"weir ended with {_process.ExitCode}:\n{Log}");
        }

        return this;
    }

    private async Task KillAsync()
    {
        foreach (Process process in _successors.Prepend(_process).Where(p => !HasEnded(p)))
        {
            process.Kill(entireProcessTree: true); // a successor that starts included
        }

        // A successor that nobody knows of would hold its output open for ever.
        await Eventually.Within(
            _process.WaitForExitAsync(),
            $"weir and who has its output end; the log:\n{Log}"
        );
    }

    // A thread may end between the two looks.
    private static string? NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    // A successor is no child of the test: nobody here may reap it, so it can be over and yet have a number.
    private static bool HasEnded(Process process)
    {
        try
        {
            return process.HasExited
                || File.ReadAllText($"/proc/{process.Id}/stat")
                    .Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private bool IsUp(JsonObject config)
    {
        int listeners = config["listeners"]?.AsArray().Count ?? 1;
        int admin = config["admin"]?["address"]?.ToString() == "off" ? 0 : 1;
        return Log.Named("listening").Count >= listeners + admin;
    }

    private static void Keep(string? line, Action<string> add)
    {
        if (line is { Length: > 0 })
        {
            add(line);
        }
    }
}
