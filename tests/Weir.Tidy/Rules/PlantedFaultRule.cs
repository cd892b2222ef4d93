// A fault of the simulation's list that has lost its place in the code would stop the run that plants them all, which CI does not do.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class PlantedFaultRule : Rule
{
    private const string List = "tests/Weir.Simulation/faults.txt";
    private const string FileField = "file: ";
    private const string PlaceField = "from: ";

    public override string Sentence => "The place of each planted fault stands once in its file";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        if (repository.Find(List) is not { } list)
        {
            yield break;
        }

        string path = "";
        for (int i = 0; i < list.Lines.Length; i++)
        {
            string line = list.Lines[i];
            if (line.StartsWith(FileField, StringComparison.Ordinal))
            {
                path = line[FileField.Length..];
            }
            else if (line.StartsWith(PlaceField, StringComparison.Ordinal))
            {
                int count = CountOf(line[PlaceField.Length..], repository.Find(path)?.Text ?? "");
                if (count != 1)
                {
                    yield return list.At(
                        i + 1,
                        $"stands {count} times in {path}: name a text that stands there once."
                    );
                }
            }
        }
    }

    private static int CountOf(string place, string text) => text.Split(place).Length - 1;
}
