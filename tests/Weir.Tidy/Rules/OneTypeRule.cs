// A type is found by its file's name: one top-level type a file, called as the file is.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class OneTypeRule : Rule
{
    public override string Sentence => "A file holds one top-level type and has its name";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        foreach (SourceFile file in repository.CSharp)
        {
            OutlinedType[] types = [.. file.Outline.Types.Where(type => type.IsTopLevel)];
            foreach (OutlinedType type in types.Skip(1))
            {
                yield return file.At(
                    type.Line,
                    $"`{type.Name}` is a second top-level type: move it to {type.Name}.cs."
                );
            }

            string name = Path.GetFileNameWithoutExtension(file.Path);
            if (types.Length > 0 && types[0].Name != name)
            {
                yield return file.At(
                    types[0].Line,
                    $"`{types[0].Name}` lives in {name}.cs: name the file after its type."
                );
            }
        }
    }
}
