// Folder and namespace are one thing, so that a `using` says where to look.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class NamespaceRule : Rule
{
    public override string Sentence => "A namespace is the path of its folder";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.CSharp)
        {
            string[] parts = file.Path.Split('/');
            string expected = ExpectedNamespace(parts);
            if (file.Outline.Types.Count > 0 && file.Outline.Namespace != expected)
            {
                yield return file.At(
                    1,
                    $"the namespace is `{file.Outline.Namespace}`, the folder says `{expected}`: make them agree."
                );
            }
        }
    }

    private static string ExpectedNamespace(string[] parts)
    {
        // A namespace Weir.Tests.Weir would hide the product's own Weir from every test: the mirror of src/Weir leaves it out.
        bool mirrorsBinary = parts is ["tests", "Weir.Tests", "Weir", ..];
        if (parts is ["bench", string folder, ..])
        {
            return $"Weir.Bench.{char.ToUpperInvariant(folder[0])}{folder[1..]}";
        }

        return string.Join('.', mirrorsBinary ? ["Weir.Tests", .. parts[3..^1]] : parts[1..^1]);
    }
}
