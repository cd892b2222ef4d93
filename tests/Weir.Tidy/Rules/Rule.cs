// What every house rule is: a sentence and a check over the repository. Its planted samples are in PlantedSamples.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public abstract class Rule
{
    public abstract string Sentence { get; }

    public abstract IEnumerable<Finding> Check(Repository repository);

    public override string ToString() => Sentence;
}
