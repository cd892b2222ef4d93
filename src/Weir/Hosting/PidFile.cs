// Where service managers without notification read which process to signal. Owned by the launcher.
using System.Globalization;
using System.Text;
using Weir.Reload;

namespace Weir.Hosting;

/// <summary>A file with this process's number. Disposing removes it, unless a successor has written its own by then.</summary>
internal sealed class PidFile : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly string _path;

    private PidFile(string path) => _path = path;

    private static string Own =>
        Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n";

    /// <summary>Writes the file; <paramref name="problem"/> says why it could not.</summary>
    public static PidFile? TryWrite(string path, out string? problem)
    {
        try
        {
            File.WriteAllText(path, Own);
            problem = null;
            return new PidFile(Path.GetFullPath(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot write the pid file {path}: {failure.Message}";
            return null;
        }
    }

    public void Dispose()
    {
        // Not waited for: somebody may have put a pipe there.
        FileContent found = FileReader.Read(_path, s_patience, isRegularOnly: true);
        try
        {
            if (found.Bytes.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(Own)))
            {
                File.Delete(_path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody else removed it, or took the right to: there is nothing left to do.
        }
    }
}
