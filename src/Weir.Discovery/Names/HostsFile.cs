// The names that hosts(5) gives addresses on this machine.
namespace Weir.Discovery.Names;

/// <summary>Read anew each time: it is small, and may change.</summary>
/// <param name="path">The file; one that cannot be read has no names.</param>
internal sealed class HostsFile(string path = "/etc/hosts")
{
    private static readonly char[] s_blanks = [' ', '\t'];

    public bool Has(string host)
    {
        try
        {
            return File.ReadLines(path)
                .Any(line => Names(line).Contains(host, StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Names(string line) =>
        line.Split('#')[0].Split(s_blanks, StringSplitOptions.RemoveEmptyEntries).Skip(1);
}
