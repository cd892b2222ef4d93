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
            string expected = string.Join('.', parts[1..^1]);
            if (file.Outline.Types.Count > 0 && file.Outline.Namespace != expected)
            {
                yield return file.At(
                    1,
                    $"the namespace is `{file.Outline.Namespace}`, the folder says `{expected}`: make them agree."
                );
            }
        }
    }
}
