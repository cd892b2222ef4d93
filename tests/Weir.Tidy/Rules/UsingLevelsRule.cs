// The folder levels of Weir.Proxy as its `using` lines show them. The compiled code is checked too (Architecture/), but there constants
// have vanished.
using Weir.Tidy.Architecture;
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class UsingLevelsRule : Rule
{
    private const string Home = "src/Weir.Proxy/";

    public override string Sentence => "A folder of Weir.Proxy uses lower levels only";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Product
        where file.IsUnder(Home) && file.Path.Count(c => c == '/') > 2
        let folder = file.Path[Home.Length..].Split('/')[0]
        from match in Patterns.UsingOfProxy().Matches(file.Code)
        let target = match.Groups["folder"].Value
        where !ProxyLevels.MayUse(folder, target)
        select file.At(file.LineOf(match.Index), ProxyLevels.Explain(folder, target));
}
