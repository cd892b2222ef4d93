// What is left to do is an issue, not a word in the code, where nobody counts it.
using System.Text.RegularExpressions;
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class LeftoverRule : Rule
{
    // Put together from halves, so that this file does not find itself.
    private static readonly string[] s_words = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X"];

    private static readonly Regex s_pattern = new(
        $@"\b({string.Join('|', s_words)})\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5)
    );

    public override string Sentence => "No file carries a left-over mark";

    public override IEnumerable<Finding> Check(Repository repository) =>
        from file in repository.Files
        from match in s_pattern.Matches(file.Text)
        select file.At(file.LineOf(match.Index), $"`{match.Value}`: do it now or open an issue.");
}
