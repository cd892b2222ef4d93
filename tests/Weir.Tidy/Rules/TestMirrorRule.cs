// Who changes src/A/B.cs finds its tests at tests/Weir.Tests/A/BTests.cs. What is better shown by another test is listed with its name
// in mirror-exempt.txt, by file or by folder; files that decide nothing (no branch, no loop) need no test of their own.
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
            .. repository
                .CSharp.Where(file => file.IsUnder("tests/"))
                .Select(file => Path.GetFileNameWithoutExtension(file.Path)),
        ];
        Dictionary<string, (int Line, string Reason)> exempt = ReadList(repository.Find(ListPath));
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceFile file in repository.Product.Where(HasLogic))
        {
            bool isTested = tests.Contains(Path.GetFileNameWithoutExtension(file.Path) + "Tests");
            string key = exempt.ContainsKey(file.Path) ? file.Path : FolderOf(file.Path);
            bool isExempt = exempt.TryGetValue(key, out (int Line, string Reason) entry);
            used.Add(isTested && key != file.Path ? "" : key);
            if (!isTested && !isExempt)
            {
                yield return file.At(
                    1,
                    $"no test mirrors it: write {MirrorOf(file.Path)}, or name the test that shows it in {ListPath}."
                );
            }
            else if (isTested && isExempt && key == file.Path)
            {
                yield return new Finding(
                    ListPath,
                    entry.Line,
                    $"{file.Path} has a test now: take the line out."
                );
            }
            else if (
                isExempt
                && !Patterns
                    .TestName()
                    .Matches(entry.Reason)
                    .Any(match => tests.Contains(match.Value))
            )
            {
                yield return new Finding(
                    ListPath,
                    entry.Line,
                    $"`{entry.Reason}` names no test there is: say which one shows it."
                );
            }
        }

        foreach ((string path, (int line, _)) in exempt.Where(entry => !used.Contains(entry.Key)))
        {
            yield return new Finding(
                ListPath,
                line,
                $"{path} needs no exemption (moved, deleted or without logic): take the line out."
            );
        }
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static bool HasLogic(SourceFile file) => Patterns.ControlFlow().IsMatch(file.Code);

    /// <summary>
    /// Where the test is expected: src/Weir.Proxy/A/B.cs → tests/Weir.Tests/Proxy/A/BTests.cs, src/Weir/… → tests/Weir.Tests/Weir/…. A
    /// simulation or system test of that name counts too, for what faces time or the outside world.
    /// </summary>
    private static string MirrorOf(string path)
    {
        string[] parts = path.Split('/');
        parts[0] = "tests/Weir.Tests";
        parts[1] = parts[1] == "Weir" ? "Weir" : parts[1]["Weir.".Length..];
        parts[^1] = parts[^1][..^3] + "Tests.cs";
        return string.Join('/', parts);
    }

    private static Dictionary<string, (int Line, string Reason)> ReadList(SourceFile? list)
    {
        var exempt = new Dictionary<string, (int Line, string Reason)>(StringComparer.Ordinal);
        for (int i = 0; list is not null && i < list.Lines.Length; i++)
        {
            string[] parts = list.Lines[i].Split(": ", 2);
            if (parts.Length == 2 && !parts[0].StartsWith('#'))
            {
                exempt[parts[0]] = (i + 1, parts[1]);
            }
        }

        return exempt;
    }
}
