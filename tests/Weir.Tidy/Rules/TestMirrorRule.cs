// Who changes src/A/B.cs finds its tests at tests/Weir.Tests/A/BTests.cs. What is better shown elsewhere is listed with the reason in
// mirror-exempt.txt; files that decide nothing (no branch, no loop) need no test of their own.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class TestMirrorRule : Rule
{
    private const string ListPath = "tests/Weir.Tidy/mirror-exempt.txt";

    public override string Sentence => "A source file with logic has a test where one looks for it";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        HashSet<string> tests =
        [
            .. repository.CSharp.Where(file => file.IsUnder("tests/")).Select(file => file.Path),
        ];
        HashSet<string> testNames = [.. tests.Select(path => Path.GetFileName(path))];
        Dictionary<string, int> exempt = ReadList(repository.Find(ListPath));
        foreach (SourceFile file in repository.Product.Where(HasLogic))
        {
            bool isTested =
                tests.Contains(MirrorOf(file.Path)) || IsTestedElsewhere(file.Path, testNames);
            bool isExempt = exempt.Remove(file.Path, out int line);
            if (!isTested && !isExempt)
            {
                yield return file.At(
                    1,
                    $"no test mirrors it: write {MirrorOf(file.Path)}, or list it with the reason in {ListPath}."
                );
            }
            else if (isTested && isExempt)
            {
                yield return new Finding(
                    ListPath,
                    line,
                    $"{file.Path} has a test now: take the line out."
                );
            }
        }

        foreach ((string path, int line) in exempt)
        {
            yield return new Finding(
                ListPath,
                line,
                $"{path} needs no exemption (moved, deleted or without logic): take the line out."
            );
        }
    }

    private static bool HasLogic(SourceFile file) => Patterns.ControlFlow().IsMatch(file.Code);

    /// <summary>src/Weir.Proxy/A/B.cs → tests/Weir.Tests/Proxy/A/BTests.cs; src/Weir/… → tests/Weir.Tests/App/….</summary>
    private static string MirrorOf(string path)
    {
        string[] parts = path.Split('/');
        parts[0] = "tests/Weir.Tests";
        parts[1] = parts[1] == "Weir" ? "App" : parts[1]["Weir.".Length..];
        parts[^1] = parts[^1][..^3] + "Tests.cs";
        return string.Join('/', parts);
    }

    /// <summary>The command line and the engines face the outside world: a system test or simulation named after them counts.</summary>
    private static bool IsTestedElsewhere(string path, HashSet<string> testNames) =>
        testNames.Contains(Path.GetFileNameWithoutExtension(path) + "Tests.cs");

    private static Dictionary<string, int> ReadList(SourceFile? list)
    {
        var exempt = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; list is not null && i < list.Lines.Length; i++)
        {
            string[] parts = list.Lines[i].Split(": ", 2);
            if (parts.Length == 2 && !parts[0].StartsWith('#') && parts[1].Length > 0)
            {
                exempt[parts[0]] = i + 1;
            }
        }

        return exempt;
    }
}
