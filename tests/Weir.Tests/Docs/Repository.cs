// The working tree that these tests were built from.
using Shouldly;

namespace Weir.Tests.Docs;

internal static class Repository
{
    private static readonly string s_root = FindRoot();

    public static string PathOf(string file) => Path.Combine(s_root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Weir.slnx")))
        {
            at = at.Parent;
        }

        return at.ShouldNotBeNull().FullName;
    }
}
