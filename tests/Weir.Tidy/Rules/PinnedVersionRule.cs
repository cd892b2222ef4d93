// The same sources restore the same packages for years: exact versions in one file, a lock file beside each project.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class PinnedVersionRule : Rule
{
    private const string CentralFile = "Directory.Packages.props";

    public override string Sentence => "Every package is pinned, centrally and exactly";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.Files.Where(IsProject))
        {
            foreach (
                var match in Patterns
                    .PackageWithVersion()
                    .Matches(file.Text)
                    .Where(match => match.Success)
            )
            {
                int line = file.LineOf(match.Index);
                string version = match.Groups["version"].Value;
                if (file.Path != CentralFile)
                {
                    yield return file.At(
                        line,
                        $"a version outside {CentralFile}: name the package here, its version there."
                    );
                }
                else if (!Patterns.ExactVersion().IsMatch(version))
                {
                    yield return file.At(line, $"version `{version}` is a range: pin one.");
                }
            }

            string lockFile = Path.GetDirectoryName(file.Path) + "/packages.lock.json";
            if (
                file.Path.EndsWith(".csproj", StringComparison.Ordinal)
                && !repository.Exists(lockFile)
            )
            {
                yield return file.At(1, $"{lockFile} is missing: restore and commit it.");
            }
        }
    }

    private static bool IsProject(SourceFile file) =>
        file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        || file.Path.EndsWith(".props", StringComparison.Ordinal);
}
