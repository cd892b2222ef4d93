// Where a running instance leaves word of its admin API, for commands that cannot take it from the configuration. Owned by the launcher.
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Weir.Hosting;

/// <summary>One file for each instance, named by its process; nobody but its user may read it. Disposing removes it.</summary>
internal sealed class RuntimeFile : IDisposable
{
    private const string SystemFolder = "/run/weir";

    private readonly string _path;

    private RuntimeFile(string path) => _path = path;

    /// <summary>Null where no folder takes it: nothing depends on it but convenience.</summary>
    public static RuntimeFile? TryWrite(
        string? config,
        IPEndPoint? admin,
        IEnumerable<string>? folders = null
    )
    {
        if (config is null || admin is null)
        {
            return null;
        }

        byte[] content = JsonSerializer.SerializeToUtf8Bytes(
            new RuntimeEntry(
                Environment.ProcessId,
                StartOf(Environment.ProcessId) ?? 0,
                Path.GetFullPath(config),
                Reachable(admin)
            ),
            RuntimeJson.Default.RuntimeEntry
        );
        return (folders ?? Folders())
            .Select(folder => TryWrite(folder, content))
            .FirstOrDefault(f => f is not null);
    }

    /// <summary>The admin API of the instance that runs with this configuration, of the youngest when one hands over to another.</summary>
    public static string? AdminAddressOf(string config, IEnumerable<string>? folders = null)
    {
        string path = Path.GetFullPath(config);
        return (folders ?? Folders())
            .SelectMany(Entries)
            .Where(e => string.Equals(e.Entry.Config, path, StringComparison.Ordinal))
            .Where(e => StartOf(e.Entry.Pid) == e.Entry.Start)
            .OrderByDescending(e => e.Entry.Start)
            .FirstOrDefault()
            .Entry?.Admin;
    }

    public void Dispose() => TryDelete(_path);

    // systemd names the folder that it made for the service; elsewhere users have one of their own, and root takes the system's.
    private static IEnumerable<string> Folders()
    {
        if (
            Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")?.Split(':')[0] is
            { Length: > 0 } given
        )
        {
            yield return given;
        }

        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } user)
        {
            yield return Path.Combine(user, "weir");
        }

        yield return SystemFolder;
    }

    private static RuntimeFile? TryWrite(string folder, byte[] content)
    {
        if (OperatingSystem.IsWindows()) // for the analyzer: nothing here runs there
        {
            return null;
        }

        try
        {
            Directory.CreateDirectory(folder);
            RemoveDead(folder);
            string path = Path.Combine(
                folder,
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + ".json"
            );
            TryDelete(path);
            using var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
            file.Write(content);
            return new RuntimeFile(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // An instance that was killed could not remove its own.
    private static void RemoveDead(string folder)
    {
        foreach ((string path, RuntimeEntry entry) in Entries(folder))
        {
            if (StartOf(entry.Pid) != entry.Start)
            {
                TryDelete(path);
            }
        }
    }

    private static IEnumerable<(string Path, RuntimeEntry Entry)> Entries(string folder)
    {
        string[] files = [];
        try
        {
            files = Directory.GetFiles(folder, "*.json");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No folder, or none of ours: nobody left word there.
        }

        foreach (string path in files)
        {
            if (TryRead(path) is { } entry)
            {
                yield return (path, entry);
            }
        }
    }

    private static RuntimeEntry? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(
                File.ReadAllBytes(path),
                RuntimeJson.Default.RuntimeEntry
            );
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is another user's, or gone with its folder.
        }
    }

    // proc(5), /proc/PID/stat: the start time is the 20th field behind the name, which stands in brackets and may hold anything.
    private static long? StartOf(int pid)
    {
        const int startTime = 19;
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[startTime], CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Reachable(IPEndPoint admin) =>
        admin.Address.Equals(IPAddress.Any)
            ? new IPEndPoint(IPAddress.Loopback, admin.Port).ToString()
        : admin.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(IPAddress.IPv6Loopback, admin.Port).ToString()
        : admin.ToString();
}
